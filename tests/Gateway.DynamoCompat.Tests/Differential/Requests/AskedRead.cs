using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A query or a scan, all pages of it.</summary>
internal sealed record AskedRead : AskedRequest
{
    public required string Table { get; init; }

    /// <summary>Null for the table itself.</summary>
    public string? Index { get; init; }

    /// <summary>Null for a scan.</summary>
    public IReadOnlyList<AskedKeyTerm>? KeyTerms { get; init; }

    public AskedCondition? Filter { get; init; }

    public IReadOnlyList<AskedPath>? Projection { get; init; }

    public string? Select { get; init; }

    public bool IsBackward { get; init; }

    public bool IsConsistent { get; init; }

    public int? Limit { get; init; }

    /// <summary>Where the first page begins; null for the beginning.</summary>
    public JsonObject? StartKey { get; init; }

    /// <summary>How many segments a scan has; 1 for a plain one.</summary>
    public int Segments { get; init; } = 1;

    public AskedExtras Extras { get; init; } = new();

    public bool IsQuery => KeyTerms is not null;

    public override string Operation => IsQuery ? "Query" : "Scan";

    public override JsonObject Body() => Body(StartKey, segment: 0);

    /// <summary>One page.</summary>
    public JsonObject Body(JsonObject? startKey, int segment)
    {
        JsonObject body = new() { ["TableName"] = Table };
        if (Index is not null) body["IndexName"] = Index;
        ExpressionText text = new(Extras);
        if (KeyTerms is not null) text.Add(body, "KeyConditionExpression", string.Join(" AND ", KeyTerms.Select(term => term.Text(text))));
        if (Filter is not null) text.Add(body, "FilterExpression", text.Condition(Filter));
        if (Projection is not null) text.Add(body, "ProjectionExpression", string.Join(", ", Projection.Select(text.Path)));
        text.Complete(body);
        if (Select is not null) body[nameof(Select)] = Select;
        if (IsBackward) body["ScanIndexForward"] = false;
        if (IsConsistent) body["ConsistentRead"] = true;
        if (Limit is not null) body[nameof(Limit)] = Limit;
        if (startKey is not null) body["ExclusiveStartKey"] = startKey.DeepClone();
        if (Segments == 1) return body;
        body["Segment"] = segment;
        body["TotalSegments"] = Segments;
        return body;
    }
}
