using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat;

/// <content>Attribute values that cannot be. Source: observed dynalite 4.0.0, unless a remark says otherwise; which of them are counted: observed dynoxide 1.2.1.</content>
internal static partial class DynamoErrors
{
    public static ValueFault EmptyValue() => new("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");

    public static ValueFault SeveralTypes() => new("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");

    public static ValueFault NullIsFalse() => new(Invalid + "Null attribute value types must have the value of true") { IsCounted = true };

    /// <summary>An empty set; the words differ by type, and two spaces stand in two of them.</summary>
    public static ValueFault EmptySet(ValueKind set) => set switch
    {
        ValueKind.StringSet => new(Invalid + "An string set  may not be empty") { IsCounted = true },
        ValueKind.NumberSet => new(Invalid + "An number set  may not be empty") { IsBare = true, IsCounted = true },
        _ => new(Invalid + "Binary sets should not be empty") { IsCounted = true },
    };

    /// <summary>A set names an element twice; of numbers, the same value in two spellings is enough.</summary>
    public static ValueFault DuplicateElement(ValueKind set, IEnumerable<string> elements) => set switch
    {
        ValueKind.NumberSet => new("Input collection contains duplicates") { IsBare = true, IsCounted = true },
        ValueKind.StringSet => new($"{Invalid}Input collection [{Echo(string.Join(", ", elements))}] contains duplicates.") { IsBare = true, IsCounted = true },
        _ => new($"{Invalid}Input collection [{Echo(string.Join(", ", elements))}]of type BS contains duplicates.") { IsBare = true, IsCounted = true },
    };

    public static ValueFault BadNumber(NumberFault fault, string text) => fault switch
    {
        NumberFault.Overflow => new("Number overflow. Attempting to store a number with magnitude larger than supported range") { IsBare = true },
        NumberFault.Underflow => new("Number underflow. Attempting to store a number with magnitude smaller than supported range") { IsBare = true },
        NumberFault.Precision => new("Attempting to store more than 38 significant digits in a Number") { IsBare = true },
        _ when text.Length == 0 => new("The parameter cannot be converted to a numeric value") { IsBare = true },
        _ => new($"The parameter cannot be converted to a numeric value: {Echo(text)}") { IsBare = true },
    };

    /// <summary>A value nests too deep. Source: observed by others against the service in 2026, see ItemReaderTests.</summary>
    public static ValueFault TooDeep() =>
        new("Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit") { IsBare = true, IsWhole = true };

    /// <summary>A value of an item or a key is faulty.</summary>
    public static DynamoError FaultyValue(ValueFault fault) => Validation(fault.Message) with { IsCounted = fault.IsCounted };

    /// <summary>The value of a placeholder is faulty.</summary>
    public static DynamoError PlaceholderValue(ValueFault fault) =>
        Validation(fault.IsWhole ? fault.Message : $"ExpressionAttributeValues contains invalid value: {fault.Message} for key {fault.Name}") with { IsCounted = fault.IsCounted };

    /// <summary>A value of the start key is faulty; some faults come without the words before them.</summary>
    public static DynamoError StartKeyValue(ValueFault fault) => Validation(fault.IsBare ? fault.Message : $"The provided starting key is invalid: {fault.Message}");
}
