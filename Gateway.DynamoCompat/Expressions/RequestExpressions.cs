using Gateway.DynamoCompat.Legacy;
using Gateway.DynamoCompat.Planning;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>All expressions of one request, or the older parameters in their place: read in two steps, because DynamoDB checks keys and items between them.</summary>
internal sealed class RequestExpressions
{
    private readonly WireStructure input;
    private readonly ExpressionUse use;
    private readonly Placeholders given;

    private RequestExpressions(WireStructure input, ExpressionUse use, Placeholders given)
    {
        this.input = input;
        this.use = use;
        this.given = given;
    }

    /// <summary>ConditionExpression or Expected.</summary>
    public Condition? Condition { get; private set; }

    /// <summary>FilterExpression, QueryFilter or ScanFilter.</summary>
    public Condition? Filter { get; private set; }

    /// <summary>ProjectionExpression or AttributesToGet.</summary>
    public Projection? Projection { get; private set; }

    /// <summary>KeyConditionExpression or KeyConditions.</summary>
    public KeyCondition? KeyCondition { get; private set; }

    /// <summary>UpdateExpression or AttributeUpdates; <see cref="UpdatePlan.Nothing"/> for an UpdateItem with neither, null where there can be none.</summary>
    public UpdatePlan? Update { get; private set; }

    /// <summary>The first step: which parameters stand together, and the maps of names and values.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    /// <remarks>KeyConditions may stand beside other expressions, as AWS's own mappers send them.</remarks>
    public static RequestExpressions Read(WireStructure input, ExpressionUse use)
    {
        if (input.HasAny(use.Expressions) && input.HasAny(use.Legacy)) CheckNotMixed(input, use);
        if (use.Legacy.Contains("ConditionalOperator")) LegacyConditions.CheckOperator(input, use.Legacy);
        return new RequestExpressions(input, use, PlaceholderReader.Read(input, use));
    }

    /// <summary>The second step: parses, resolves and checks every expression, and that every name and value is used. The table is not needed yet.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public RequestExpressions Parse(ExpressionCache cache)
    {
        if (Text("UpdateExpression") is { } update) Update = UpdatePlan.Bind(cache.Update(update), given);
        if (Text("ConditionExpression") is { } condition) Condition = Condition.Bind(cache.Condition(ExpressionKind.Condition, condition), ExpressionKind.Condition, given);
        ParsedCondition? key = null;
        Binding? keyBinding = null;
        if (Text("KeyConditionExpression") is { } keyText)
        {
            key = cache.Condition(ExpressionKind.KeyCondition, keyText);
            keyBinding = new Binding(ExpressionKind.KeyCondition, key.Slots, given);
            new ConditionChecker(keyBinding).Check(key.Root);
        }

        if (Text("FilterExpression") is { } filter) Filter = Condition.Bind(cache.Condition(ExpressionKind.Filter, filter), ExpressionKind.Filter, given);
        if (Text("ProjectionExpression") is { } projection) Projection = Projection.Bind(cache.Projection(projection), given);
        if (input.HasAny(use.Expressions)) given.CheckAllUsed();

        // What makes a condition one of keys is looked at after everything else.
        if (key is not null) KeyCondition = KeyConditionReader.Read(key, keyBinding!);
        ParseLegacy();
        return this;
    }

    private static void CheckNotMixed(WireStructure input, ExpressionUse use)
    {
        string[] legacy = [.. use.Legacy.Where(member => input.Has(member) && (member != "KeyConditions" || input.Has("KeyConditionExpression")))];
        if (legacy.Length > 0) throw new WireException(DynamoErrors.ParametersMixed(legacy, [.. use.Expressions.Where(input.Has)]));
    }

    private string? Text(string member) => use.Expressions.Contains(member) ? input.Text(member) : null;

    /// <summary>In the order in which DynamoDB finds faults. Source: observed dynalite 4.0.0.</summary>
    private void ParseLegacy()
    {
        if (MayHave("AttributeUpdates")) Update ??= input.Has("AttributeUpdates") ? LegacyUpdates.Read(input) : UpdatePlan.Nothing;
        if (MayHave("Expected")) Condition ??= LegacyConditions.Expected(input);
        if (MayHave("QueryFilter")) Filter ??= LegacyConditions.Filter(input, "QueryFilter");
        if (MayHave("ScanFilter")) Filter ??= LegacyConditions.Filter(input, "ScanFilter");
        if (MayHave("AttributesToGet")) Projection ??= LegacyProjections.Read(input);
        if (MayHave("KeyConditions") && input.Has("KeyConditions")) KeyCondition ??= LegacyKeyConditions.Read(input);
    }

    private bool MayHave(string member) => use.Legacy.Contains(member);
}
