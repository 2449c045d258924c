using System.Diagnostics;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Wire;

/// <summary>Makes the canonical value of a tree in which no fault was found: one with names that came twice, or odd spellings.</summary>
internal static class LooseBuild
{
    public static Value Build(OrderedDictionary<string, LooseValue> item)
    {
        ValueBuilder builder = new();
        Write(builder, item);
        return builder.Build();
    }

    public static Value Build(LooseValue value)
    {
        ValueBuilder builder = new();
        Write(builder, value);
        return builder.Build();
    }

    private static void Write(ValueBuilder builder, OrderedDictionary<string, LooseValue> map)
    {
        builder.BeginMap();
        foreach ((string name, LooseValue value) in map)
        {
            builder.Name(name);
            Write(builder, value);
        }

        builder.EndMap();
    }

    private static void Write(ValueBuilder builder, LooseValue value)
    {
        (ValueKind kind, object content) = value.Contents.GetAt(0);
        switch (kind)
        {
            case ValueKind.String:
                builder.String((string)content);
                break;
            case ValueKind.Number:
                builder.Number(ExactNumber.Parse((string)content));
                break;
            case ValueKind.Binary:
                builder.Binary((byte[])content);
                break;
            case ValueKind.Boolean:
                builder.Boolean((bool)content);
                break;
            case ValueKind.Null:
                builder.Null();
                break;
            case ValueKind.Map:
                Write(builder, (OrderedDictionary<string, LooseValue>)content);
                break;
            case ValueKind.List:
                builder.BeginList();
                foreach (LooseValue element in (List<LooseValue>)content) Write(builder, element);
                builder.EndList();
                break;
            case ValueKind.StringSet or ValueKind.NumberSet or ValueKind.BinarySet:
                WriteSet(builder, kind, content);
                break;
            default:
                throw new UnreachableException($"{kind}");
        }
    }

    private static void WriteSet(ValueBuilder builder, ValueKind kind, object content)
    {
        builder.BeginSet(kind);
        switch (content)
        {
            case List<byte[]> blobs:
                foreach (byte[] blob in blobs) builder.Binary(blob);
                break;
            case List<string> texts when kind == ValueKind.NumberSet:
                foreach (string text in texts) builder.Number(ExactNumber.Parse(text));
                break;
            case List<string> texts:
                foreach (string text in texts) builder.String(text);
                break;
        }

        builder.EndSet();
    }
}
