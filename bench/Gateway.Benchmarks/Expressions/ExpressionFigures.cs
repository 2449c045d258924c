using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Planning;

namespace Gateway.Benchmarks.Expressions;

/// <summary>What expressions cost a request: reading a text that is new, putting names and values in place, running it on an item.</summary>
internal static class ExpressionFigures
{
    private const string ConditionText = "attribute_exists(#pk) AND (version = :v OR size(tags) < :n) AND begins_with(#name, :s)";
    private const string UpdateText = "SET visits = if_not_exists(visits, :zero) + :n, #name = :s, address.city = :s REMOVE former ADD tags :tags";
    private const string ProjectionText = "#name, address.city, events[0].title, tags";

    private static readonly ExpressionCache Cache = new();
    private static readonly Dictionary<string, string> Names = new() { ["#pk"] = "pk", ["#name"] = "name" };
    private static readonly Value Values = Value.Map(
        (":v", Value.Number(7)), (":n", Value.Number(10)), (":s", Value.String("An")), (":zero", Value.Number(0)), (":tags", Value.StringSet("new")));

    private static readonly Value Key = Value.Map(("pk", Value.String("user#1")));
    private static readonly Value Item = Value.Map(
        ("pk", Value.String("user#1")),
        ("name", Value.String("Anna")),
        ("version", Value.Number(7)),
        ("visits", Value.Number(41)),
        ("tags", Value.StringSet("a", "b", "c")),
        ("address", Value.Map(("city", Value.String("Graz")), ("street", Value.String("Hauptplatz 1")))),
        ("events", Value.List(Value.Map(("title", Value.String("first")), ("at", Value.Number(1))), Value.Map(("title", Value.String("second"))))));

    public static void Print(TextWriter output)
    {
        Condition condition = BindCondition();
        UpdatePlan update = BindUpdate();
        UpdatePlan counter = UpdatePlan.Bind(Cache.Update("SET visits = visits + :n"), new Placeholders(null, Values));
        Projection projection = BindProjection();
        Figures.Measure(output, $"parse a condition, {ConditionText.Length} characters", () => ConditionParser.Parse(ExpressionKind.Condition, ConditionText));
        Figures.Measure(output, $"parse an update, {UpdateText.Length} characters", () => UpdateParser.Parse(UpdateText));
        Figures.Measure(output, "find a parsed condition", () => Cache.Condition(ExpressionKind.Condition, ConditionText));
        Figures.Measure(output, "find and bind the condition", BindCondition);
        Figures.Measure(output, "find and bind the update", BindUpdate);
        Figures.Measure(output, "find and bind a projection", BindProjection);
        Figures.Measure(output, "run the condition", () => condition.IsTrue(Item));
        Figures.Measure(output, "evaluate the update", () => update.Evaluate(Item, Key, condition));
        Figures.Measure(output, "evaluate a counter", () => counter.Evaluate(Item, Key));
        Figures.Measure(output, "run the projection", () => projection.Of(Item));
    }

    private static Condition BindCondition() => Condition.Bind(Cache.Condition(ExpressionKind.Condition, ConditionText), ExpressionKind.Condition, new Placeholders(Names, Values));

    private static UpdatePlan BindUpdate() => UpdatePlan.Bind(Cache.Update(UpdateText), new Placeholders(Names, Values));

    private static Projection BindProjection() => Projection.Bind(Cache.Projection(ProjectionText), new Placeholders(Names, Values));
}
