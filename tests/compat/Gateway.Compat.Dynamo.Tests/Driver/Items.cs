using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>Items in a short notation, both ways: <c>{pk: 'a', n: 1, tags: &lt;'x', 'y'&gt;, bytes: b'AAE=', list: [true, null, {m: 'it''s'}]}</c>.</summary>
/// <remarks>Numbers stay the text that they are, so that a test sees what the endpoint made of them. Names that are not plain are quoted like strings.</remarks>
internal static class Items
{
    /// <summary>Reads the notation. The answer is a new dictionary each time.</summary>
    public static Dictionary<string, AttributeValue> Of(string notation) => new ItemNotation(notation).Whole();

    /// <summary>Reads the notation, or says that there is nothing: the SDK leaves out what is null.</summary>
    public static Dictionary<string, AttributeValue>? OfOptional(string? notation) => string.IsNullOrEmpty(notation) ? null : Of(notation);

    /// <summary>Reads one value.</summary>
    public static AttributeValue Value(string notation) => Of($"{{v: {notation}}}")["v"];

    /// <summary>Reads names for placeholders: <c>#a=name, #b=other</c>.</summary>
    public static Dictionary<string, string>? Names(string? notation) =>
        string.IsNullOrEmpty(notation) ? null : notation.Split(',', StringSplitOptions.TrimEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Writes an item in the notation: names and members of sets in order, so that equal items have equal texts. Nothing: <c>none</c>.</summary>
    public static string Show(IReadOnlyDictionary<string, AttributeValue>? item)
    {
        if (item is null) return "none";

        return "{" + string.Join(", ", item.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{Name(entry.Key)}: {Show(entry.Value)}")) + "}";
    }

    /// <summary>Writes several items, in the order in which they came.</summary>
    public static string Show(IEnumerable<IReadOnlyDictionary<string, AttributeValue>>? items) => items is null ? "none" : string.Join(" ", items.Select(Show));

    /// <summary>The same text for the same item, however it was written.</summary>
    public static string Normal(string notation) => notation == "none" ? notation : Show(Of(notation));

    private static string Show(AttributeValue value) => value switch
    {
        { S: { } text } => Quoted(text),
        { N: { } number } => number,
        { B: { } bytes } => Binary(bytes),
        { BOOL: { } flag } => flag ? "true" : "false",
        { NULL: true } => "null",
        { SS: { Count: > 0 } texts } => Set(texts.Select(Quoted)),
        { NS: { Count: > 0 } numbers } => Set(numbers),
        { BS: { Count: > 0 } binaries } => Set(binaries.Select(Binary)),
        { IsLSet: true } => "[" + string.Join(", ", value.L.Select(Show)) + "]",
        { IsMSet: true } => Show(value.M),
        _ => "?",
    };

    private static string Name(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '#' or ':') ? name : Quoted(name);

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static string Binary(MemoryStream bytes) => "b'" + Convert.ToBase64String(bytes.ToArray()) + "'";

    private static string Set(IEnumerable<string> members)
    {
        StringBuilder text = new();
        foreach (string member in members.Order(StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "<" : ", ")}{member}");
        return text.Append('>').ToString();
    }
}
