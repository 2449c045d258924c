using System.Globalization;
using System.Text;

namespace Gateway.Crdt.Values;

/// <summary>A value in DynamoDB's JSON, for messages and debuggers; the wire has its own writer.</summary>
internal static class ValueText
{
    private static readonly string[] Types = ["", "S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L"];

    public static void Write(StringBuilder text, Value value, int levelsLeft = ValueDepth.LevelsMax)
    {
        if (value.IsNone)
        {
            text.Append("none");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"{{\"{Types[(int)value.Kind]}\":");
        if (value.Kind.IsContainer()) WriteEntries(text, value, ValueDepth.Down(levelsLeft));
        else WriteScalar(text, value);
        text.Append('}');
    }

    private static void WriteEntries(StringBuilder text, Value container, int levelsLeft)
    {
        bool map = container.Kind == ValueKind.Map;
        bool first = true;
        text.Append(map ? '{' : '[');
        foreach (ValueEntry entry in container)
        {
            if (!first) text.Append(',');
            first = false;
            if (map)
            {
                Quote(text, entry.Name);
                text.Append(':');
            }

            if (container.Kind.IsSet()) WriteScalar(text, entry.Value);
            else Write(text, entry.Value, levelsLeft);
        }

        text.Append(map ? '}' : ']');
    }

    private static void WriteScalar(StringBuilder text, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.String:
                Quote(text, value.AsString());
                break;
            case ValueKind.Number:
                Quote(text, value.AsNumber().ToString());
                break;
            case ValueKind.Binary:
                Quote(text, Convert.ToBase64String(value.BinaryBytes));
                break;
            case ValueKind.Boolean:
                text.Append(value.AsBoolean() ? "true" : "false");
                break;
            default:
                text.Append("true");
                break;
        }
    }

    private static void Quote(StringBuilder text, string content)
    {
        text.Append('"');
        foreach (char letter in content)
        {
            if (letter is '"' or '\\') text.Append('\\').Append(letter);
            else if (letter < ' ') text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else text.Append(letter);
        }

        text.Append('"');
    }
}
