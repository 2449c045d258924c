using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A read of items by their keys: one, or several in a batch.</summary>
internal sealed record AskedGet : AskedRequest
{
    public required string Table { get; init; }

    public required IReadOnlyList<JsonObject> Keys { get; init; }

    /// <summary>Null for whole items.</summary>
    public IReadOnlyList<AskedPath>? Projection { get; init; }

    public AskedExtras Extras { get; init; } = new();

    public override string Operation => "GetItem";

    public override JsonObject Body()
    {
        JsonObject body = new() { ["TableName"] = Table, ["Key"] = Keys[0].DeepClone() };
        AddProjection(body);
        return body;
    }

    /// <summary>As a part of a batch.</summary>
    public JsonObject BatchBody()
    {
        JsonObject body = new() { [nameof(Keys)] = new JsonArray([.. Keys.Select(key => key.DeepClone())]) };
        AddProjection(body);
        return body;
    }

    private void AddProjection(JsonObject body)
    {
        ExpressionText text = new(Extras);
        if (Projection is not null) text.Add(body, "ProjectionExpression", string.Join(", ", Projection.Select(text.Path)));
        text.Complete(body);
    }
}
