using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>Names in the order of their bytes, by pages. Source: doc API_ListTables; answers observed at DynamoDB.</summary>
public sealed class ListTablesTests
{
    [Fact]
    public async Task Names_come_in_order_and_by_pages()
    {
        await using FaceUnderTest face = new();
        Assert.Equal("""{"TableNames":[]}""", (await face.RunAsync("ListTables", "{}")).ToJsonString());
        foreach (string name in (string[])["abc", "Abc", "a-c", "a.c", "a_c", "a1c", "ab-"]) await face.RunAsync("CreateTable", Body(name, Attributes("a S"), Key("a HASH"), OnDemand));

        Assert.Equal("""{"TableNames":["Abc","a-c","a.c","a1c","a_c","ab-","abc"]}""", (await face.RunAsync("ListTables", "{}")).ToJsonString());
        Assert.Equal("""{"TableNames":["Abc","a-c"],"LastEvaluatedTableName":"a-c"}""", (await face.RunAsync("ListTables", "{'Limit': 2}")).ToJsonString());
        Assert.Equal("""{"TableNames":["ab-","abc"]}""", (await face.RunAsync("ListTables", "{'Limit': 2, 'ExclusiveStartTableName': 'a_c'}")).ToJsonString());
        Assert.Equal("""{"TableNames":["abc"]}""", (await face.RunAsync("ListTables", "{'ExclusiveStartTableName': 'ab.'}")).ToJsonString());
        face.Caller = face.Caller with { AccountId = "210987654321" };
        Assert.Equal("""{"TableNames":[]}""", (await face.RunAsync("ListTables", "{}")).ToJsonString());
    }

    [Fact]
    public async Task A_page_has_a_hundred_names()
    {
        await using FaceUnderTest face = new();
        for (int i = 100; i < 201; i++) await face.RunAsync("CreateTable", Body($"t-{i}", Attributes("a S"), Key("a HASH"), OnDemand));
        JsonObject answer = await face.RunAsync("ListTables", "{}");

        Assert.Equal(100, ((JsonArray)answer["TableNames"]!).Count);
        Assert.Equal("t-199", (string)answer["LastEvaluatedTableName"]!);
    }

    [Theory]
    [InlineData("{'Limit': 0}", "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("{'Limit': 101}", "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100")]
    public async Task A_page_of_another_size_is_refused(string body, string refusal)
    {
        await using FaceUnderTest face = new();

        Assert.Equal("ValidationException: " + refusal, await face.RefusedAsync("ListTables", body));
    }
}
