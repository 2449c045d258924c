using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>Items opened up into dictionaries and lists, that can be changed in place.</summary>
internal static class PlainItem
{
    public static object Open(Value value)
    {
        if (value.Kind == ValueKind.Map)
        {
            Dictionary<string, object> map = new(StringComparer.Ordinal);
            foreach (ValueEntry entry in value) map.Add(entry.Name, Open(entry.Value));
            return map;
        }

        return value.Kind == ValueKind.List ? Elements(value).Select(Open).ToList() : value;
    }

    public static Value Close(object value) => value switch
    {
        Dictionary<string, object> map => Value.Map(map.Select(member => KeyValuePair.Create(member.Key, Close(member.Value)))),
        List<object> list => Value.List(list.Select(Close)),
        _ => (Value)value,
    };

    public static List<Value> Elements(Value container)
    {
        List<Value> elements = [];
        foreach (ValueEntry entry in container) elements.Add(entry.Value);
        return elements;
    }

    public static Value Sum(Value one, Value other) => ExactNumber.TryAdd(one.AsNumber(), other.AsNumber(), out ExactNumber sum) switch
    {
        NumberFault.None => Value.Number(sum),
        NumberFault.Overflow => throw new PlainRefusalException("Number overflow. Attempting to store a number with magnitude larger than supported range"),
        NumberFault.Underflow => throw new PlainRefusalException("Number underflow. Attempting to store a number with magnitude smaller than supported range"),
        _ => throw new PlainRefusalException("Attempting to store more than 38 significant digits in a Number"),
    };
}
