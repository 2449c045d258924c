using System.Text.Json.Nodes;

namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>Writes the expressions of one request, and collects their placeholders.</summary>
internal sealed class ExpressionText(AskedExtras extras)
{
    private readonly Dictionary<string, string> names = [];
    private readonly JsonObject values = [];
    private bool isFirst = true;

    /// <summary>A name, or its placeholder where it needs one.</summary>
    public string Name(string name)
    {
        if (!extras.UsesAliases && name != "name" && name.All(char.IsAsciiLetter)) return name;
        if (!names.TryGetValue(name, out string? alias)) names.Add(name, alias = $"#n{names.Count}");
        return alias;
    }

    public string Value(JsonObject value)
    {
        string alias = $":v{values.Count}";
        values.Add(alias, value.DeepClone());
        return alias;
    }

    public string Path(AskedPath path) => string.Concat(path.Steps.Select((step, at) => step switch
    {
        int position => $"[{position}]",
        RawName raw => (at == 0 ? "" : ".") + raw.Text,
        _ => (at == 0 ? "" : ".") + Name((string)step),
    }));

    public string Operand(AskedOperand operand) => operand switch
    {
        AskedOperand.At at => Path(at.Path),
        AskedOperand.Constant constant => Value(constant.Value),
        AskedOperand.Size size => $"size({Path(size.Path)})",
        AskedOperand.Sum sum => $"{Operand(sum.Left)} {(sum.IsDifference ? '-' : '+')} {Operand(sum.Right)}",
        AskedOperand.Append append => $"list_append({Operand(append.First)}, {Operand(append.Second)})",
        AskedOperand.IfNotExists choice => $"if_not_exists({Path(choice.Path)}, {Operand(choice.Otherwise)})",
        _ => AskedOperand.Undefined.Name,
    };

    /// <summary>A condition, with parentheses where they are needed and nowhere else.</summary>
    public string Condition(AskedCondition condition, int level = 0) => condition switch
    {
        AskedCondition.Either either => InParentheses($"{Condition(either.Left)} OR {Condition(either.Right)}", level > 0),
        AskedCondition.Both both => InParentheses($"{Condition(both.Left, 1)} AND {Condition(both.Right, 1)}", level > 1),
        AskedCondition.Not not => $"NOT {Condition(not.Term, 2)}",
        AskedCondition.Comparison comparison => $"{Operand(comparison.Left)} {comparison.Operator} {Operand(comparison.Right)}",
        AskedCondition.Between between => $"{Operand(between.Subject)} BETWEEN {Operand(between.Lower)} AND {Operand(between.Upper)}",
        AskedCondition.In choice => $"{Operand(choice.Subject)} IN ({string.Join(", ", choice.Choices.Select(Operand))})",
        AskedCondition.Exists exists => $"attribute_{(exists.IsNegated ? "not_" : "")}exists({Path(exists.Path)})",
        AskedCondition.HasType type => $"attribute_type({Path(type.Path)}, {Operand(type.Type)})",
        AskedCondition.BeginsWith begins => $"begins_with({Operand(begins.Subject)}, {Operand(begins.Prefix)})",
        _ => $"contains({Operand(condition.Operands[0])}, {Operand(condition.Operands[1])})",
    };

    public string Update(IEnumerable<AskedAction> actions) => string.Join(' ', actions.GroupBy(action => action.Section).Select(section => $"{section.Key} {string.Join(", ", section.Select(Action))}"));

    /// <summary>Puts an expression into a request.</summary>
    public void Add(JsonObject body, string member, string text)
    {
        body[member] = isFirst ? text + extras.Tail : text;
        isFirst = false;
    }

    /// <summary>Puts the placeholders into a request.</summary>
    public void Complete(JsonObject body)
    {
        if (extras.HasUnusedName) names.Add("unused", AskedExtras.UnusedName);
        if (extras.UnusedValue is { } unused) values.Add(AskedExtras.UnusedValueName, unused.DeepClone());
        if (names.Count > 0) body["ExpressionAttributeNames"] = new JsonObject(names.Select(name => KeyValuePair.Create(name.Value, (JsonNode?)name.Key)));
        if (values.Count > 0) body["ExpressionAttributeValues"] = values;
    }

    private string Action(AskedAction action) => action switch
    {
        { Operand: null } => Path(action.Target),
        { Section: "SET" } => $"{Path(action.Target)} = {Operand(action.Operand)}",
        _ => $"{Path(action.Target)} {Operand(action.Operand)}",
    };

    private static string InParentheses(string text, bool areNeeded) => areNeeded ? $"({text})" : text;
}
