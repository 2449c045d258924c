using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>Finds what is wrong with expressions whatever their item holds.</summary>
/// <param name="faults">Takes the faults.</param>
/// <param name="kind">As <c>Condition</c>: the first part of the parameter's name.</param>
internal sealed class ExpressionFaults(Faults faults, string kind)
{
    private static readonly string[] TypeNames = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L"];

    public void Check(AskedCondition condition)
    {
        foreach (AskedOperand operand in condition.AllOperands) CheckNames(operand);
        foreach (AskedCondition part in condition.All) CheckPart(part);
    }

    public void Check(IReadOnlyList<AskedAction> actions)
    {
        foreach (AskedAction action in actions)
        {
            CheckNames(action.Target);
            foreach (AskedOperand operand in action.Operand?.All ?? [])
            {
                CheckNames(operand);
                CheckOperand(operand);
            }

            if (action.Section is "ADD" or "DELETE") CheckSetOperand(action);
        }

        CheckApart([.. actions.GroupBy(action => action.Section).SelectMany(section => section).Select(action => action.Target)]);
    }

    public void Check(IReadOnlyList<AskedPath> projection)
    {
        foreach (AskedPath path in projection) CheckNames(path);
        CheckApart(projection);
    }

    /// <summary>What can be said of key conditions without the table.</summary>
    public void Check(IReadOnlyList<AskedKeyTerm> terms)
    {
        foreach (AskedKeyTerm term in terms)
        {
            JsonObject[] values = term.Upper is null ? [term.Value] : [term.Value, term.Upper];
            if (term.Operator == "begins_with") CheckPrefix(term.Value);
            else if (term.Operator != "=") CheckOrdered(term.Operator, values);
            if (term.Upper is not null) CheckBounds(term.Value, term.Upper);
        }
    }

    private void Add(string text) => faults.AddCounted($"Invalid {kind}Expression: {text}");

    private void AddType(string name, JsonObject value) => Add($"Incorrect operand type for operator or function; operator or function: {name}, operand type: {PlainValue.TypeOf(value)}");

    private void CheckNames(AskedOperand operand)
    {
        if (operand is AskedOperand.At at) CheckNames(at.Path);
        if (operand is AskedOperand.Undefined) Add($"An expression attribute value used in expression is not defined; attribute value: {AskedOperand.Undefined.Name}");
    }

    private void CheckNames(AskedPath path)
    {
        foreach (RawName raw in path.Steps.OfType<RawName>())
        {
            Add(raw.IsPlaceholder
                ? $"An expression attribute name used in the document path is not defined; attribute name: {raw.Text}"
                : $"Attribute name is a reserved keyword; reserved keyword: {raw.Text}");
        }
    }

    private void CheckPart(AskedCondition part)
    {
        JsonObject[] constants = [.. part.Operands.OfType<AskedOperand.Constant>().Select(constant => constant.Value)];
        switch (part)
        {
            case AskedCondition.Comparison comparison:
                if (comparison.Operator is not ("=" or "<>")) CheckOrdered(comparison.Operator, constants);
                CheckDistinct(comparison.Operator, comparison.Left, comparison.Right);
                break;
            case AskedCondition.Between between:
                CheckOrdered("BETWEEN", constants);
                if (between is { Lower: AskedOperand.Constant lower, Upper: AskedOperand.Constant upper }) CheckBounds(lower.Value, upper.Value);
                break;
            case AskedCondition.HasType type:
                CheckTypeName(((AskedOperand.Constant)type.Type).Value);
                break;
            case AskedCondition.BeginsWith begins:
                foreach (JsonObject constant in constants) CheckPrefix(constant);
                CheckDistinct("begins_with", begins.Subject, begins.Prefix);
                break;
            case AskedCondition.Contains contains:
                CheckDistinct("contains", contains.Subject, contains.Part);
                break;
            default:
                break;
        }
    }

    private void CheckTypeName(JsonObject name)
    {
        if (PlainValue.TypeOf(name) != "S") AddType("attribute_type", name);
        else if (!TypeNames.Contains(PlainValue.Scalar(name))) Add($"Invalid attribute type name found; type: {PlainValue.Scalar(name)}, valid types: {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}");
    }

    private void CheckPrefix(JsonObject prefix)
    {
        if (PlainValue.TypeOf(prefix) is not ("S" or "B")) AddType("begins_with", prefix);
    }

    private void CheckOrdered(string name, IEnumerable<JsonObject> values)
    {
        foreach (JsonObject value in values)
        {
            if (!PlainValue.IsOrdered(value)) AddType(name, value);
        }
    }

    private void CheckBounds(JsonObject lower, JsonObject upper)
    {
        if (!PlainValue.IsOrdered(lower) || !PlainValue.IsOrdered(upper)) return;
        string shown = $"lower bound operand: AttributeValue: {Shown(lower)}, upper bound operand: AttributeValue: {Shown(upper)}";
        if (PlainValue.TypeOf(lower) != PlainValue.TypeOf(upper)) Add($"The BETWEEN operator requires same data type for lower and upper bounds; {shown}");
        else if (PlainValue.Compare(lower, upper) > 0) Add($"The BETWEEN operator requires upper bound to be greater than or equal to lower bound; {shown}");
    }

    private void CheckDistinct(string name, AskedOperand first, AskedOperand second)
    {
        if (first is not AskedOperand.At one || second is not AskedOperand.At two || !one.Path.IsSame(two.Path)) return;
        Add($"The first operand must be distinct from the remaining operands for this operator or function; operator: {name}, first operand: {one.Path.Shown}");
    }

    private void CheckOperand(AskedOperand operand)
    {
        (string name, string wanted) = operand switch
        {
            AskedOperand.Sum sum => (sum.IsDifference ? "-" : "+", "N"),
            AskedOperand.Append => ("list_append", "L"),
            _ => ("", ""),
        };
        if (name.Length == 0) return;
        foreach (AskedOperand.Constant constant in operand.Inner.OfType<AskedOperand.Constant>())
        {
            if (PlainValue.TypeOf(constant.Value) != wanted) AddType(name, constant.Value);
        }
    }

    private void CheckSetOperand(AskedAction action)
    {
        if (action.Operand is not AskedOperand.Constant constant || PlainValue.IsSet(constant.Value)) return;
        string type = PlainValue.TypeOf(constant.Value);
        if (action.Section == "ADD" && type == "N") return;
        string word = type switch { "S" => "STRING", "N" => "NUMBER", "B" => "BINARY", "BOOL" => "BOOLEAN", "M" => "MAP", "L" => "LIST", _ => type };
        Add($"Incorrect operand type for operator or function; operator: {action.Section}, operand type: {word}, typeSet: ALLOWED_FOR_{action.Section}_OPERAND");
    }

    /// <summary>No path may lie in another's way, in the order of the text.</summary>
    private void CheckApart(IReadOnlyList<AskedPath> paths)
    {
        for (int first = 0; first < paths.Count; first++)
        {
            foreach (AskedPath two in paths.Skip(first + 1))
            {
                AskedPath one = paths[first];
                string? how = one.Covers(two) || two.Covers(one) ? "overlap" : one.ConflictsWith(two) ? "conflict" : null;
                if (how is not null) Add($"Two document paths {how} with each other; must remove or rewrite one of these paths; path one: {one.Shown}, path two: {two.Shown}");
            }
        }
    }

    private static string Shown(JsonObject value) => PlainValue.TypeOf(value) switch
    {
        "N" => $"{{N:{PlainNumber.Parse(PlainValue.Scalar(value))}}}",
        string type => $"{{{type}:{PlainValue.Scalar(value)}}}",
    };
}
