using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Tables;

/// <summary>Counts and sizes are those of the items, whatever happened.</summary>
public sealed class TableFiguresTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_are_right_after_a_restart(bool isPowerCut)
    {
        await using FaceUnderTest face = await Face();
        for (int i = 0; i < 700; i++) await Put(face, i, "x");
        string before = await Figures(face);
        Assert.StartsWith("700 ", before, StringComparison.Ordinal);

        await face.RestartAsync(isPowerCut);
        await face.IdleAsync();
        Assert.Equal(before, await Figures(face));
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task They_are_right_also_if_the_table_is_written_while_they_are_counted()
    {
        await using FaceUnderTest face = await Face();
        for (int i = 0; i < 3000; i++) await Put(face, i, "x");
        await face.RestartAsync(isPowerCut: true);
        for (int i = 2900; i < 3100; i++) await Put(face, i, "longer");
        for (int i = 0; i < 100; i++) await face.RunAsync("DeleteItem", string.Create(CultureInfo.InvariantCulture, $"{{'TableName': 't-1', 'Key': {{'a': {{'S': '{i}'}}}}}}"));
        await face.IdleAsync();
        string counted = await Figures(face);
        Assert.StartsWith("3000 ", counted, StringComparison.Ordinal);

        await face.RestartAsync(isPowerCut: true);
        await face.IdleAsync();
        Assert.Equal(counted, await Figures(face));
        Assert.Empty(face.Bugs);
    }

    /// <summary>Writes of all kinds at random; a count from nothing finds the same.</summary>
    [Fact]
    public async Task They_follow_every_kind_of_write()
    {
        Random random = new(7);
        await using FaceUnderTest face = await Face();
        for (int i = 0; i < 400; i++)
        {
            string key = $"{{'a': {{'S': '{random.Next(20)}'}}}}";
            string value = new('v', random.Next(5) + 1);
            await (random.Next(5) switch
            {
                0 => Put(face, random.Next(20), value),
                1 => face.RunAsync("DeleteItem", $"{{'TableName': 't-1', 'Key': {key}}}"),
                2 => face.RunAsync("UpdateItem", $"{{'TableName': 't-1', 'Key': {key}, 'UpdateExpression': 'SET g = :v ADD n :one', 'ExpressionAttributeValues': {{':v': {{'S': '{value}'}}, ':one': {{'N': '1'}}}}}}"),
                3 => face.RunAsync("UpdateItem", $"{{'TableName': 't-1', 'Key': {key}, 'UpdateExpression': 'REMOVE g'}}"),
                _ => face.RunAsync("TransactWriteItems", $"{{'TransactItems': [{{'Put': {{'TableName': 't-1', 'Item': {{'a': {{'S': 'x{random.Next(3)}'}}, 'p': {{'BOOL': true}}}}}}}}, {{'Delete': {{'TableName': 't-1', 'Key': {{'a': {{'S': '{random.Next(20)}'}}}}}}}}]}}"),
            });
        }

        string kept = await Figures(face);
        await face.RestartAsync(isPowerCut: true);
        await face.IdleAsync();
        Assert.Equal(await Figures(face), kept);
        Assert.Empty(face.Bugs);
    }

    private static async Task<FaceUnderTest> Face()
    {
        FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", Attributes("a S", "g S"), Key("a HASH"), OnDemand, Globals(Index("g-1", Key("g HASH"), Projection("INCLUDE", "p")))));
        return face;
    }

    private static Task Put(FaceUnderTest face, int i, string g) =>
        face.RunAsync("PutItem", string.Create(CultureInfo.InvariantCulture, $"{{'TableName': 't-1', 'Item': {{'a': {{'S': '{i}'}}, 'g': {{'S': '{g}'}}, 'p': {{'NULL': true}}, 'q': {{'L': []}}}}}}"));

    private static async Task<string> Figures(FaceUnderTest face)
    {
        JsonNode table = (await face.RunAsync("DescribeTable", Body("t-1")))["Table"]!;
        JsonNode index = table["GlobalSecondaryIndexes"]![0]!;
        return $"{table["ItemCount"]} {table["TableSizeBytes"]} {index["ItemCount"]} {index["IndexSizeBytes"]}";
    }
}
