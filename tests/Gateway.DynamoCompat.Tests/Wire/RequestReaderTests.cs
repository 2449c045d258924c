using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tests.Wire;

public sealed class RequestReaderTests
{
    [Fact]
    public void A_request_reads_by_its_members()
    {
        WireStructure input = Request.Read("PutItem", """{"TableName":"t","Item":{"a":{"S":"x"},"n":{"N":"1.50"}},"Unknown":[{}],"ReturnValues":null}""");
        Assert.Equal("t", input.Text("TableName"));
        Assert.Equal("""{"M":{"a":{"S":"x"},"n":{"N":"1.5"}}}""", input.Item("Item").ToString());
        Assert.False(input.Has("ReturnValues"));
        Assert.Null(input.Text("ConditionExpression"));
    }
}
