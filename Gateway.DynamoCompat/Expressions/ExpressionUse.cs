namespace Gateway.DynamoCompat.Expressions;

/// <summary>The parameters with expressions that a request may have, and the older ones that they replace. Both in the order in which errors name them.</summary>
/// <param name="Expressions">Members with expressions.</param>
/// <param name="Legacy">Members of the older API.</param>
internal sealed record ExpressionUse(string[] Expressions, string[] Legacy)
{
    /// <summary>GetItem, and one table of BatchGetItem.</summary>
    public static ExpressionUse Get { get; } = new(["ProjectionExpression"], ["AttributesToGet"]);

    /// <summary>PutItem and DeleteItem.</summary>
    public static ExpressionUse Write { get; } = new(["ConditionExpression"], ["Expected", "ConditionalOperator"]);

    /// <summary>UpdateItem.</summary>
    public static ExpressionUse Update { get; } = new(["UpdateExpression", "ConditionExpression"], ["AttributeUpdates", "Expected", "ConditionalOperator"]);

    /// <summary>Query.</summary>
    public static ExpressionUse Query { get; } = new(["ProjectionExpression", "FilterExpression", "KeyConditionExpression"], ["AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"]);

    /// <summary>Scan.</summary>
    public static ExpressionUse Scan { get; } = new(["ProjectionExpression", "FilterExpression"], ["AttributesToGet", "ScanFilter", "ConditionalOperator"]);

    /// <summary>Put, Delete and ConditionCheck of TransactWriteItems.</summary>
    public static ExpressionUse TransactWrite { get; } = new(["ConditionExpression"], []) { MayLackExpressions = true };

    /// <summary>Update of TransactWriteItems.</summary>
    public static ExpressionUse TransactUpdate { get; } = new(["UpdateExpression", "ConditionExpression"], []) { MayLackExpressions = true };

    /// <summary>Get of TransactGetItems.</summary>
    public static ExpressionUse TransactGet { get; } = new(["ProjectionExpression"], []) { MayLackExpressions = true };

    /// <summary>True where names and values without any expression are let pass, as AWS does in transactions. Source: observed AWS.</summary>
    public bool MayLackExpressions { get; private init; }

    /// <summary>Those whose text may hold values.</summary>
    public string[] WithValues { get; } = [.. Expressions.Where(member => member != "ProjectionExpression")];
}
