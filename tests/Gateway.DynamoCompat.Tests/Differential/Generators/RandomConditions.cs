using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Generators;

/// <summary>Random conditions and filters.</summary>
internal sealed class RandomConditions(RandomValues values)
{
    private static readonly string[] Comparisons = ["=", "<>", "<", "<=", ">", ">="];

    private readonly List<JsonObject> samples = [];

    /// <summary>A condition that more often than not holds for an item.</summary>
    public AskedCondition For(JsonObject? item)
    {
        bool holds = values.Chance(70);
        samples.Clear();
        if (item is not null) samples.Add(item);
        values.Sample = item;
        AskedCondition condition = Next(2);
        for (int tries = 0; tries < 4 && IsTrue(condition, item) != holds; tries++) condition = Next(2);
        return condition;
    }

    /// <summary>A filter, with values that some items have.</summary>
    public AskedCondition For(IEnumerable<JsonObject> items)
    {
        samples.Clear();
        samples.AddRange(items);
        values.Sample = samples.Count > 0 ? values.Pick(samples) : null;
        return Next(2);
    }

    private static bool? IsTrue(AskedCondition condition, JsonObject? item)
    {
        if (condition.AllOperands.OfType<AskedOperand.Constant>().Any(constant => PlainValue.FaultOf(constant.Value) is not null)) return null;
        Faults faults = new();
        new ExpressionFaults(faults, "Condition").Check(condition);
        return faults.Any ? null : PlainConditions.IsTrue(condition, item ?? []);
    }

    private AskedCondition Next(int depth)
    {
        switch (values.Next(depth == 0 ? 8 : 12))
        {
            case 0 or 1:
                return new AskedCondition.Exists(values.Path(), values.Chance(50));
            case 2:
                return Between();
            case 3:
                AskedPath subject = values.Path();
                return new AskedCondition.In(new AskedOperand.At(subject), [.. Enumerable.Range(0, values.Next(4) + 1).Select(_ => Near(subject))]);
            case 4:
                return HasType();
            case 5:
                return BeginsWith();
            case 6:
                return Contains();
            case 7 or 8:
                return Comparison();
            case 9:
                return new AskedCondition.Not(Next(depth - 1));
            case 10:
                return new AskedCondition.Both(Next(depth - 1), Next(depth - 1));
            default:
                return new AskedCondition.Either(Next(depth - 1), Next(depth - 1));
        }
    }

    private AskedCondition.Comparison Comparison()
    {
        string comparison = values.Pick(Comparisons);
        if (values.Chance(15)) return new AskedCondition.Comparison(comparison, new AskedOperand.Size(values.Path()), new AskedOperand.Constant(PlainValue.Number(values.Next(4))));
        AskedPath path = comparison is "=" or "<>" ? values.Path() : new AskedPath(values.NameOf("S", "N", "B"));
        AskedOperand[] sides = [new AskedOperand.At(path), values.Chance(15) ? new AskedOperand.At(values.Path()) : Near(path)];
        if (values.Chance(20)) Array.Reverse(sides);
        return new AskedCondition.Comparison(comparison, sides[0], sides[1]);
    }

    private AskedCondition.Between Between()
    {
        AskedPath path = new(values.NameOf("S", "N", "B"));
        AskedOperand lower = Near(path), upper = Near(path);
        bool areOrdered = lower is AskedOperand.Constant one && upper is AskedOperand.Constant two && PlainValue.FaultOf(one.Value) is null && PlainValue.FaultOf(two.Value) is null
            && PlainValue.TypeOf(one.Value) == PlainValue.TypeOf(two.Value) && PlainValue.IsOrdered(one.Value) && PlainValue.Compare(one.Value, two.Value) > 0;
        if (areOrdered && values.Chance(90)) (lower, upper) = (upper, lower);
        return new AskedCondition.Between(new AskedOperand.At(path), lower, upper);
    }

    private AskedCondition.HasType HasType()
    {
        JsonObject type = values.Chance(RandomValues.FaultPercent * 2) ? values.Pick(new JsonObject { ["S"] = "STRING" }, PlainValue.Number(1)) : new JsonObject { ["S"] = values.Pick("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M") };
        return new AskedCondition.HasType(values.Path(), new AskedOperand.Constant(type));
    }

    private AskedCondition.BeginsWith BeginsWith()
    {
        JsonObject prefix = values.Chance(RandomValues.FaultPercent * 2) ? values.AnyValue(1) : values.Pick(new JsonObject { ["S"] = values.Pick("", "a", "ab", "x", "é") }, new JsonObject { ["B"] = values.Pick("AQ==", "AA==") });
        return new AskedCondition.BeginsWith(new AskedOperand.At(values.Chance(70) ? new AskedPath(values.NameOf("S", "B")) : values.Path()), new AskedOperand.Constant(prefix));
    }

    private AskedCondition.Contains Contains()
    {
        AskedPath path = values.Chance(80) ? new AskedPath(values.NameOf("S", "SS", "NS", "L", "B")) : values.Path();
        AskedOperand part = values.Chance(10) ? new AskedOperand.At(values.Path()) : new AskedOperand.Constant(PartOf(path) ?? values.AnyValue(1));
        return new AskedCondition.Contains(new AskedOperand.At(path), part);
    }

    /// <summary>A constant that a path has in some item, or one that suits it.</summary>
    private AskedOperand Near(AskedPath path)
    {
        if (values.Chance(1)) return new AskedOperand.Undefined();
        JsonObject? sample = Sample(path);
        return new AskedOperand.Constant(sample is not null && values.Chance(60) ? PlainValue.Copy(sample) : path.Steps is [string attribute] ? values.ValueFor(attribute) : values.AnyValue(1));
    }

    private JsonObject? Sample(AskedPath path) => samples.Count == 0 || path.Attribute.Length == 0 ? null : PlainPaths.Find(values.Pick(samples), path);

    /// <summary>An element of what a path has in some item.</summary>
    private JsonObject? PartOf(AskedPath path)
    {
        if (Sample(path) is not { } whole || values.Chance(30)) return null;
        switch (PlainValue.TypeOf(whole))
        {
            case "S" when PlainValue.Scalar(whole).Length > 0:
                return new JsonObject { ["S"] = PlainValue.Scalar(whole)[..1] };
            case "SS" or "NS" or "BS":
                return new JsonObject { [PlainValue.TypeOf(whole)[..1]] = values.Pick(PlainValue.Texts(whole)) };
            case "L" when PlainValue.Elements(whole).Count > 0:
                return PlainValue.Copy((JsonObject)values.Pick([.. PlainValue.Elements(whole)])!);
            default:
                return null;
        }
    }
}
