using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Tables;

/// <summary>Billing modes, and a stream that is switched on and off.</summary>
public sealed class BillingTests(PlainTable billed, TextTable streamed) : IClassFixture<PlainTable>, IClassFixture<TextTable>
{
    [Fact]
    public async Task A_table_becomes_provisioned_and_changes_its_figures()
    {
        await billed.Dynamo.UpdateTableAsync(new UpdateTableRequest { TableName = billed.Name, BillingMode = BillingMode.PROVISIONED, ProvisionedThroughput = new ProvisionedThroughput(2, 3) });
        TableDescription provisioned = await billed.Service.ReadyAsync(billed.Name);
        await billed.Dynamo.UpdateTableAsync(new UpdateTableRequest { TableName = billed.Name, ProvisionedThroughput = new ProvisionedThroughput(4, 3) });
        TableDescription larger = await billed.Service.ReadyAsync(billed.Name);

        Assert.Equal(BillingMode.PROVISIONED, provisioned.BillingModeSummary.BillingMode);
        Assert.Equal((2, 3), (provisioned.ProvisionedThroughput.ReadCapacityUnits, provisioned.ProvisionedThroughput.WriteCapacityUnits));
        Assert.Equal(4, larger.ProvisionedThroughput.ReadCapacityUnits);
        Assert.StartsWith(
            "ValidationException: The provisioned throughput for the table will not change. The requested value equals the current value.",
            await billed.OutcomeAsync("UpdateTable", """{"TableName":"@T","ProvisionedThroughput":{"ReadCapacityUnits":4,"WriteCapacityUnits":3}}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_switched_on_once_and_off()
    {
        UpdateTableRequest on = new() { TableName = streamed.Name, StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = StreamViewType.KEYS_ONLY } };

        await streamed.Dynamo.UpdateTableAsync(on);
        TableDescription with = await streamed.Service.ReadyAsync(streamed.Name);
        string again = await Refusal.OfAsync(() => streamed.Dynamo.UpdateTableAsync(on));
        await streamed.Dynamo.UpdateTableAsync(new UpdateTableRequest { TableName = streamed.Name, StreamSpecification = new StreamSpecification { StreamEnabled = false } });
        TableDescription without = await streamed.Service.ReadyAsync(streamed.Name);

        Assert.Equal(StreamViewType.KEYS_ONLY, with.StreamSpecification.StreamViewType);
        Assert.Equal($"ValidationException: Table already has an enabled stream: TableName: {streamed.Name}", again);
        Assert.Null(without.StreamSpecification);
        Assert.Equal(with.LatestStreamArn, without.LatestStreamArn);
    }
}
