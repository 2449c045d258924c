using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>Runs updates: every operand sees the item as it was before; positions in lists are those of before, too.</summary>
internal sealed class PlainUpdates
{
    private const string WrongPath = "The document path provided in the update expression is invalid for update";
    private const string WrongType = "An operand in the update expression has an incorrect data type";
    private const string NoAttribute = "The provided expression refers to an attribute that does not exist in the item";

    private readonly JsonObject before;
    private readonly JsonObject after;
    private readonly List<(JsonArray List, int Position, JsonObject Element)> appended = [];
    private readonly List<(JsonArray List, JsonNode Element)> removed = [];

    private PlainUpdates(JsonObject before)
    {
        this.before = before;
        after = PlainValue.Copy(before);
    }

    /// <summary>The item afterwards; null if there is none.</summary>
    /// <param name="item">Null for no item.</param>
    /// <exception cref="RefusedException">The update does not fit the item.</exception>
    public static JsonObject? Run(JsonObject? item, JsonObject key, IReadOnlyList<AskedAction> actions)
    {
        PlainUpdates run = new(item ?? key);
        Faults faults = new();
        foreach (AskedAction action in actions)
        {
            try
            {
                run.Run(action);
            }
            catch (RefusedException fault)
            {
                faults.Add(fault.Texts![0]);
            }
        }

        faults.Stop();
        foreach ((JsonArray list, _, JsonObject element) in run.appended.OrderBy(entry => entry.Position)) list.Add(element);
        foreach ((JsonArray list, JsonNode element) in run.removed) list.Remove(element);
        return item is null && actions.Count > 0 && !actions.Any(action => action.Makes) ? null : run.after;
    }

    private void Run(AskedAction action)
    {
        JsonObject? operand = action.Operand is null ? null : ValueOf(action.Operand);
        if (PlainPaths.FindContainer(before, action.Target) is null) throw RefusedException.Validation(WrongPath);
        JsonObject? old = PlainPaths.Find(before, action.Target);
        switch (action.Section)
        {
            case "SET":
                Put(action.Target, operand!);
                break;
            case "REMOVE":
                Remove(action.Target);
                break;
            case "ADD":
                Put(action.Target, old is null ? operand! : Added(old, operand!));
                break;
            default:
                if (old is not null) Delete(action.Target, old, operand!);
                break;
        }
    }

    private void Put(AskedPath target, JsonObject value)
    {
        value = PlainValue.Copy(value);
        JsonNode container = PlainPaths.FindContainer(after, target)!;
        if (target.Steps[^1] is not int position) container[(string)target.Steps[^1]] = value;
        else if (position < ((JsonArray)container).Count) container[position] = value;
        else appended.Add(((JsonArray)container, position, value));
    }

    private void Remove(AskedPath target)
    {
        JsonNode container = PlainPaths.FindContainer(after, target)!;
        if (container is JsonObject map) map.Remove((string)target.Steps[^1]);
        else if ((int)target.Steps[^1] < ((JsonArray)container).Count) removed.Add(((JsonArray)container, container[(int)target.Steps[^1]]!));
    }

    private void Delete(AskedPath target, JsonObject old, JsonObject operand)
    {
        string type = PlainValue.TypeOf(old);
        if (type != PlainValue.TypeOf(operand)) throw RefusedException.Validation(WrongType);
        string[] left = [.. PlainValue.Texts(old).Except(PlainValue.Texts(operand))];
        if (left.Length == 0) Remove(target);
        else Put(target, PlainValue.Set(type, left));
    }

    private static JsonObject Added(JsonObject old, JsonObject operand)
    {
        string type = PlainValue.TypeOf(old);
        if (type != PlainValue.TypeOf(operand)) throw RefusedException.Validation(WrongType);
        return type == "N" ? Sum(old, operand, isDifference: false) : PlainValue.Set(type, PlainValue.Texts(old).Union(PlainValue.Texts(operand)));
    }

    private JsonObject ValueOf(AskedOperand operand)
    {
        switch (operand)
        {
            case AskedOperand.At at:
                return PlainPaths.Find(before, at.Path) ?? throw RefusedException.Validation(NoAttribute);
            case AskedOperand.Constant constant:
                return PlainValue.Normal(constant.Value);
            case AskedOperand.IfNotExists choice:
                return PlainPaths.Find(before, choice.Path) ?? ValueOf(choice.Otherwise);
            case AskedOperand.Sum sum:
                return Sum(ValueOf(sum.Left), ValueOf(sum.Right), sum.IsDifference);
            case AskedOperand.Append append:
                return Append(ValueOf(append.First), ValueOf(append.Second));
            default:
                throw new InvalidOperationException($"{operand} in an update");
        }
    }

    private static JsonObject Sum(JsonObject left, JsonObject right, bool isDifference)
    {
        if (PlainValue.TypeOf(left) != "N" || PlainValue.TypeOf(right) != "N") throw RefusedException.Validation(WrongType);
        PlainNumber by = PlainNumber.Parse(PlainValue.Scalar(right));
        PlainNumber sum = PlainNumber.Parse(PlainValue.Scalar(left)).Add(isDifference ? by.Negate() : by);
        return sum.Fault is { } fault ? throw RefusedException.Validation(fault) : PlainValue.Number(sum);
    }

    private static JsonObject Append(JsonObject first, JsonObject second)
    {
        if (PlainValue.TypeOf(first) != "L" || PlainValue.TypeOf(second) != "L") throw RefusedException.Validation(WrongType);
        return new JsonObject { ["L"] = new JsonArray([.. PlainValue.Elements(first).Concat(PlainValue.Elements(second)).Select(element => element!.DeepClone())]) };
    }
}
