using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A TransactWriteItems.</summary>
internal sealed record AskedTransactWrite(IReadOnlyList<AskedWrite> Writes, string? Token) : AskedRequest
{
    public override string Operation => "TransactWriteItems";

    public override JsonObject Body()
    {
        JsonObject body = new() { ["TransactItems"] = new JsonArray([.. Writes.Select(write => new JsonObject { [write.Action] = write.Body() })]) };
        if (Token is not null) body["ClientRequestToken"] = Token;
        return body;
    }
}
