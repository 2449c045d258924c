using System.Globalization;
using System.Text;
using Gateway.Wire.Input;

namespace Gateway.Wire.Validation;

/// <summary>Prints a value of a request as AWS does in a violation: lists <c>[a, b]</c>, maps <c>{k=v}</c>, structures <c>Name(member=v)</c>.</summary>
internal static class JavaText
{
    private const int LettersMax = 32 * 1024;

    public static string Of(object value)
    {
        StringBuilder text = new();
        Print(text, value);
        return text.Length <= LettersMax ? text.ToString() : $"{text.ToString(0, LettersMax)}...";
    }

    private static void Print(StringBuilder text, object value)
    {
        if (text.Length > LettersMax) return;
        switch (value)
        {
            case List<object> list:
                text.Append('[');
                for (int i = 0; i < list.Count; i++)
                {
                    if (i > 0) text.Append(", ");
                    Print(text, list[i]);
                }

                text.Append(']');
                break;
            case OrderedDictionary<string, object> map:
                PrintMap(text, map);
                break;
            case WireInput structure:
                PrintStructure(text, structure);
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case double real:
                text.Append(double.IsInteger(real) && Math.Abs(real) < 1e7 ? real.ToString("0.0", CultureInfo.InvariantCulture) : real.ToString(CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                text.Append(CultureInfo.InvariantCulture, $"java.nio.HeapByteBuffer[pos=0 lim={bytes.Length} cap={bytes.Length}]");
                break;
            default:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void PrintMap(StringBuilder text, OrderedDictionary<string, object> map)
    {
        text.Append('{');
        string separator = "";
        foreach ((string key, object value) in map)
        {
            text.Append(separator).Append(key).Append('=');
            Print(text, value);
            separator = ", ";
        }

        text.Append('}');
    }

    private static void PrintStructure(StringBuilder text, WireInput structure)
    {
        text.Append(structure.Shape.Name).Append('(');
        string separator = "";
        for (int i = 0; i < structure.Values.Length; i++)
        {
            if (structure.Values[i] is not { } value) continue;
            text.Append(separator).Append(structure.Shape.Members[i].PathName).Append('=');
            Print(text, value);
            separator = ", ";
        }

        text.Append(')');
    }
}
