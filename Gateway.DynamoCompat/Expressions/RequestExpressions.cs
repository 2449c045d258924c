using Gateway.DynamoCompat.Planning;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>All expressions of one request, or the older parameters in their place: read in two steps, because DynamoDB checks keys and items between them.</summary>
internal sealed class RequestExpressions
{
    private RequestExpressions()
    {
    }

    /// <summary>ConditionExpression or Expected.</summary>
    public Condition? Condition { get; private set; }

    /// <summary>FilterExpression, QueryFilter or ScanFilter.</summary>
    public Condition? Filter { get; private set; }

    /// <summary>ProjectionExpression or AttributesToGet.</summary>
    public Projection? Projection { get; private set; }

    /// <summary>KeyConditionExpression or KeyConditions.</summary>
    public KeyCondition? KeyCondition { get; private set; }

    /// <summary>UpdateExpression or AttributeUpdates.</summary>
    public UpdatePlan? Update { get; private set; }

    /// <summary>The first step: which parameters stand together, and the maps of names and values.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static RequestExpressions Read(WireStructure input, ExpressionUse use) => throw new NotImplementedException();

    /// <summary>The second step: parses, resolves and checks every expression, and that every name and value is used. The table is not needed yet.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public RequestExpressions Parse(ExpressionCache cache) => throw new NotImplementedException();
}
