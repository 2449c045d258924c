using System.Text.Json.Nodes;

namespace Gateway.Compat.Lambda.Tests.Fixtures;

/// <summary>A table with a stream of new and old images; its key is <c>pk</c>, a text.</summary>
public sealed class StreamTable(ServiceUnderTest service) : IAsyncLifetime
{
    internal string Name { get; } = service.NextName();

    internal string StreamArn { get; private set; } = "";

    internal ServiceUnderTest Service => service;

    /// <summary>Puts an item.</summary>
    internal async Task PutAsync(string item) => Assert.Equal(200, (await service.TargetAsync("dynamodb", "PutItem", $$"""{"TableName":"{{Name}}","Item":{{item}}}""")).Status);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        service.DeleteLater(() => service.TargetAsync("dynamodb", "DeleteTable", $$"""{"TableName":"{{Name}}"}"""));
        Answer made = await service.TargetAsync("dynamodb", "CreateTable", $$$"""{"TableName":"{{{Name}}}","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"BillingMode":"PAY_PER_REQUEST","StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}""");
        Assert.True(made.Status == 200, made.Body);
        JsonObject table = (await service.UntilAsync(
            () => service.TargetAsync("dynamodb", "DescribeTable", $$"""{"TableName":"{{Name}}"}"""),
            answer => (string?)answer.Json["Table"]!["TableStatus"] == "ACTIVE")).Json;
        StreamArn = (string)table["Table"]!["LatestStreamArn"]!;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
