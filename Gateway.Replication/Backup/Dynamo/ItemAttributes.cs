using Amazon.DynamoDBv2.Model;
using Gateway.Crdt.Values;

namespace Gateway.Replication.Backup.Dynamo;

/// <summary>Values as the SDK has them, and back.</summary>
internal static class ItemAttributes
{
    /// <summary>The members of a map.</summary>
    public static Dictionary<string, AttributeValue> Of(Value map)
    {
        Dictionary<string, AttributeValue> members = [];
        foreach (ValueEntry member in map) members[member.Name] = One(member.Value);
        return members;
    }

    /// <summary>A map of key attributes.</summary>
    /// <exception cref="BackupFault">One of them cannot be a key.</exception>
    public static Value KeyOf(Dictionary<string, AttributeValue> key) => Value.Map(key.Select(part => KeyValuePair.Create(part.Key, part.Value switch
    {
        { S: { } text } => Value.String(text),
        { N: { } number } => Value.Number(number),
        { B: { } bytes } => Value.Binary(bytes.ToArray()),
        _ => throw new BackupFault($"the endpoint has a key {part.Key} that is no key"),
    })));

    private static AttributeValue One(Value value) => value.Kind switch
    {
        ValueKind.String => new AttributeValue { S = value.AsString() },
        ValueKind.Number => new AttributeValue { N = value.AsNumber().ToString() },
        ValueKind.Binary => new AttributeValue { B = new MemoryStream(value.BinaryBytes.ToArray()) },
        ValueKind.Boolean => new AttributeValue { BOOL = value.AsBoolean() },
        ValueKind.Null => new AttributeValue { NULL = true },
        ValueKind.StringSet => new AttributeValue { SS = Elements(value, one => one.AsString()) },
        ValueKind.NumberSet => new AttributeValue { NS = Elements(value, one => one.AsNumber().ToString()) },
        ValueKind.BinarySet => new AttributeValue { BS = Elements(value, one => new MemoryStream(one.BinaryBytes.ToArray())) },
        ValueKind.Map => new AttributeValue { M = Of(value), IsMSet = true },
        _ => new AttributeValue { L = Elements(value, One), IsLSet = true },
    };

    private static List<T> Elements<T>(Value container, Func<Value, T> of)
    {
        List<T> elements = new(container.Count);
        foreach (ValueEntry element in container) elements.Add(of(element.Value));
        return elements;
    }
}
