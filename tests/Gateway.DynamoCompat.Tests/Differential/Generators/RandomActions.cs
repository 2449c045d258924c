using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Generators;

/// <summary>Random updates, with a liking for what apps write: counters, appends, defaults, sets.</summary>
internal sealed class RandomActions(RandomValues values, AskedTable table)
{
    private static readonly string[] Sections = ["SET", "REMOVE", "ADD", "DELETE"];

    /// <summary>One to four actions, section by section; mostly such that they keep apart.</summary>
    /// <param name="item">What they meet; null for nothing.</param>
    public IReadOnlyList<AskedAction> Next(JsonObject? item)
    {
        values.Sample = item;
        bool mustFit = values.Chance(80);
        bool mayOverlap = values.Chance(6);
        List<AskedAction> actions = [];
        for (int count = values.Next(4) + 1; count > 0; count--)
        {
            AskedAction action = Action();
            for (int tries = 0; mustFit && tries < 6 && !Fits(action, item ?? []); tries++) action = Action();
            if (mayOverlap || !actions.Exists(other => InWay(other.Target, action.Target))) actions.Add(action);
        }

        string[] order = [.. values.Some(Sections, 4, 4)];
        return [.. actions.OrderBy(action => Array.IndexOf(order, action.Section))];
    }

    private static bool Fits(AskedAction action, JsonObject item)
    {
        Faults faults = new();
        foreach (AskedOperand operand in action.Operand?.All ?? []) faults.Add(operand is AskedOperand.Constant constant ? PlainValue.FaultOf(constant.Value) : null);
        new ExpressionFaults(faults, "Update").Check([action]);
        if (faults.Any) return false;
        try
        {
            PlainUpdates.Run(item, item, [action]);
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private static bool InWay(AskedPath one, AskedPath two) => one.Covers(two) || two.Covers(one) || one.ConflictsWith(two);

    private AskedAction Action()
    {
        if (values.Chance(1)) return new AskedAction("SET", new AskedPath(values.Pick([.. table.Key]).Name), Constant(values.AnyValue()));
        switch (values.Next(20))
        {
            case < 5:
                AskedPath path = values.Path();
                return new AskedAction("SET", path, path.Steps is [string attribute] ? Constant(values.ValueFor(attribute)) : Constant(values.AnyValue()));
            case < 8:
                return Sum();
            case < 11:
                return Append();
            case 11:
                return new AskedAction("SET", values.Path(), new AskedOperand.IfNotExists(values.Path(), Operand()));
            case 12:
                return new AskedAction("SET", values.Path(), Operand());
            case < 16:
                return new AskedAction("REMOVE", values.Path(), null);
            case 16:
                return new AskedAction("ADD", values.Chance(70) ? new AskedPath(values.NameOf("N")) : values.Path(), Constant(Amount()));
            case 17:
                return SetAction("ADD");
            case 18:
                return SetAction("DELETE");
            default:
                return new AskedAction(values.Pick("ADD", "DELETE"), values.Path(), values.Chance(85) ? Constant(values.Set(values.Pick("SS", "NS", "BS"))) : Constant(values.AnyValue(1)));
        }
    }

    private AskedAction SetAction(string section)
    {
        string type = values.Pick("SS", "NS");
        return new AskedAction(section, new AskedPath(values.NameOf(type)), Constant(values.Set(type)));
    }

    private AskedAction Sum()
    {
        AskedPath path = values.Next(4) == 0 ? new AskedPath(values.NameOf("M"), "n") : new AskedPath(values.NameOf("N"));
        AskedOperand self = values.Chance(60) ? new AskedOperand.IfNotExists(path, Constant(values.SmallNumber())) : new AskedOperand.At(path);
        AskedOperand by = values.Chance(80) ? Constant(values.Chance(RandomValues.FaultPercent) ? values.AnyValue(1) : Amount()) : Operand();
        return new AskedAction("SET", values.Chance(90) ? path : values.Path(), values.Chance(70) ? new AskedOperand.Sum(self, by, values.Chance(40)) : new AskedOperand.Sum(by, self, values.Chance(40)));
    }

    private AskedAction Append()
    {
        AskedPath path = values.Next(5) == 0 ? values.Path() : new AskedPath(values.NameOf("L"));
        AskedOperand self = values.Chance(60) ? new AskedOperand.IfNotExists(path, Constant(values.List())) : new AskedOperand.At(path);
        AskedOperand run = values.Chance(85) ? Constant(values.Chance(RandomValues.FaultPercent) ? values.AnyValue(1) : values.List()) : Operand();
        return new AskedAction("SET", values.Chance(90) ? path : values.Path(), values.Chance(70) ? new AskedOperand.Append(self, run) : new AskedOperand.Append(run, self));
    }

    private JsonObject Amount() => values.Chance(80) ? values.SmallNumber() : values.Number();

    private AskedOperand Operand() => values.Next(10) switch
    {
        0 => values.Chance(15) ? new AskedOperand.Undefined() : Constant(values.AnyValue()),
        < 6 => new AskedOperand.At(values.Path()),
        6 => new AskedOperand.IfNotExists(values.Path(), new AskedOperand.At(values.Path())),
        _ => Constant(values.AnyValue()),
    };

    private static AskedOperand.Constant Constant(JsonObject value) => new(value);
}
