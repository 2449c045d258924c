using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A write of one item, by itself or in a transaction.</summary>
internal sealed record AskedWrite : AskedRequest
{
    /// <summary>Put, Update, Delete or ConditionCheck.</summary>
    public required string Action { get; init; }

    public required string Table { get; init; }

    /// <summary>The item of a put; else the key.</summary>
    public required JsonObject Subject { get; init; }

    /// <summary>Of an update; may be empty.</summary>
    public IReadOnlyList<AskedAction> Actions { get; init; } = [];

    public AskedCondition? Condition { get; init; }

    public string? ReturnValues { get; init; }

    public bool ReturnsOldOnFailure { get; init; }

    public AskedExtras Extras { get; init; } = new();

    public bool HasExpression => Actions.Count > 0 || Condition is not null;

    /// <summary>Every operand of the request.</summary>
    public IEnumerable<AskedOperand> Operands =>
        Actions.SelectMany(action => action.Operand?.All ?? []).Concat(Condition?.AllOperands ?? []);

    public override string Operation => Action + "Item";

    public override JsonObject Body()
    {
        JsonObject body = new() { ["TableName"] = Table, [Action == "Put" ? "Item" : "Key"] = Subject.DeepClone() };
        ExpressionText text = new(Extras);
        if (Actions.Count > 0) text.Add(body, "UpdateExpression", text.Update(Actions));
        if (Condition is not null) text.Add(body, "ConditionExpression", text.Condition(Condition));
        text.Complete(body);
        if (ReturnValues is not null) body[nameof(ReturnValues)] = ReturnValues;
        if (ReturnsOldOnFailure) body["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD";
        return body;
    }
}
