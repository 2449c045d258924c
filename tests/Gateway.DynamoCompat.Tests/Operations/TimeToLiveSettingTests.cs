using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>UpdateTimeToLive and DescribeTimeToLive. Source: messages observed at DynamoDB, October 2026.</summary>
public sealed class TimeToLiveSettingTests
{
    private static readonly string Table = Body("t-1", Attributes("a S"), Key("a HASH"), OnDemand);

    [Fact]
    public async Task It_is_switched_on_and_off()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Table);
        Assert.Equal("""{"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}""", await Describe(face));
        Assert.Equal("ValidationException: TimeToLive is already disabled", await face.RefusedAsync("UpdateTimeToLive", Setting(false, "ends")));

        Assert.Equal("""{"TimeToLiveSpecification":{"Enabled":true,"AttributeName":"ends"}}""", (await face.RunAsync("UpdateTimeToLive", Setting(true, "ends"))).ToJsonString());
        Assert.Equal("""{"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"ends"}}""", await Describe(face));
        Assert.Equal("ValidationException: TimeToLive is already enabled", await face.RefusedAsync("UpdateTimeToLive", Setting(true, "ends")));
        Assert.Equal("ValidationException: TimeToLive is active on a different AttributeName: current AttributeName is ends", await face.RefusedAsync("UpdateTimeToLive", Setting(true, "other")));
        Assert.Equal("ValidationException: TimeToLive is active on a different AttributeName: current AttributeName is ends", await face.RefusedAsync("UpdateTimeToLive", Setting(false, "other")));

        Assert.Equal("""{"TimeToLiveSpecification":{"Enabled":false,"AttributeName":"ends"}}""", (await face.RunAsync("UpdateTimeToLive", Setting(false, "ends"))).ToJsonString());
        Assert.Equal("""{"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}}""", await Describe(face));
        await face.RunAsync("UpdateTimeToLive", Setting(true, "other"));
    }

    [Fact]
    public async Task Items_that_were_there_expire_too()
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Table);
        long now = face.Time.GetUtcNow().ToUnixTimeSeconds();
        for (int i = 0; i < 300; i++) await face.RunAsync("PutItem", $"{{'TableName': 't-1', 'Item': {{'a': {{'S': '{i}'}}, 'ends': {{'N': '{now + 30}'}}}}}}");
        await face.RunAsync("PutItem", "{'TableName': 't-1', 'Item': {'a': {'S': 'stays'}}}");
        await face.RunAsync("UpdateTimeToLive", Setting(true, "ends"));
        await face.RestartAsync(isPowerCut: true);
        await face.IdleAsync();

        int left;
        do
        {
            face.Time.Advance(TimeSpan.FromSeconds(31));
            left = (int)(await face.RunAsync("Scan", Body("t-1")))["Count"]!;
        }
        while (left > 1);
        Assert.Equal(1, left);
        Assert.Empty(face.Bugs);
    }

    [Fact]
    public async Task A_table_that_is_created_or_deleted_has_none()
    {
        TimeSpan delay = TimeSpan.FromSeconds(5);
        await using FaceUnderTest face = new(options: new DynamoOptions { TableDelay = delay });
        Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: t-1 not found", await face.RefusedAsync("DescribeTimeToLive", Body("t-1")));
        Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: t-1 not found", await face.RefusedAsync("UpdateTimeToLive", Setting(true, "ends")));

        await face.RunAsync("CreateTable", Table);
        Assert.Equal("ValidationException: Cannot describe time to live while table is in CREATING state: Current table state is CREATING", await face.RefusedAsync("DescribeTimeToLive", Body("t-1")));
        Assert.Equal("ResourceInUseException: Attempt to change a resource which is still in use: Table t-1 is being created", await face.RefusedAsync("UpdateTimeToLive", Setting(true, "ends")));
        face.Time.Advance(delay);
        await face.RunAsync("DeleteTable", Body("t-1"));
        Assert.Equal("ValidationException: Cannot describe time to live while table is in DELETING state: Current table state is DELETING", await face.RefusedAsync("DescribeTimeToLive", Body("t-1")));
    }

    private static string Setting(bool isEnabled, string attribute) => Body("t-1", $"'TimeToLiveSpecification': {{'Enabled': {(isEnabled ? "true" : "false")}, 'AttributeName': '{attribute}'}}");

    private static async Task<string> Describe(FaceUnderTest face) => (await face.RunAsync("DescribeTimeToLive", Body("t-1"))).ToJsonString();
}
