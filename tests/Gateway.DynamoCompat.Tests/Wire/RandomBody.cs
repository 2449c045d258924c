using System.Text;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Tests.Wire;

/// <summary>Bodies of any operation by its shape: mostly right, now and then wrong in type, value or spelling, and damaged on demand.</summary>
internal sealed class RandomBody(Random random)
{
    private static readonly string[] Texts =
        ["", "a", "tab", "NONE", "HASH", "1", "1e3", "AQI=", "true", "é😀", "\\u0041", "\\ud83d\\ude00", "\\\"", "arn:aws:x", "#n", ":v", "x;y", "0.1", "-5", "AQ=="];

    private static readonly string[] Wrong = ["null", "1", "1.5", "true", "[]", "{}", "\"x\"", "[1]", "{\"a\":1}"];

    private static readonly string[] Types = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L"];

    private static readonly byte[] Junk = Encoding.UTF8.GetBytes("\"\\{}[]:,0eE-+nt \u0001é");

    private readonly StringBuilder text = new();

    public byte[] Of(Shape input)
    {
        text.Clear();
        Write(input, depth: 0);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The same body with a few bytes changed, cut or doubled.</summary>
    public byte[] Damage(byte[] body)
    {
        for (int times = random.Next(1, 4); times > 0 && body.Length > 0; times--)
        {
            int at = random.Next(body.Length);
            body = random.Next(4) switch
            {
                0 => [.. body[..at], Junk[random.Next(Junk.Length)], .. body[(at + 1)..]],
                1 => [.. body[..at], .. body[(at + 1)..]],
                2 => [.. body[..random.Next(at, body.Length)], .. body[at..]],
                _ => [.. body[..at], (byte)random.Next(256), .. body[(at + 1)..]],
            };
        }

        return body;
    }

    private void Write(Shape shape, int depth)
    {
        if (random.Next(40) == 0)
        {
            text.Append(Wrong[random.Next(Wrong.Length)]);
            return;
        }

        switch (shape.Kind)
        {
            case ShapeKind.Text when shape.Values.Length > 0 && random.Next(4) > 0:
                text.Append('"').Append(shape.Values[random.Next(shape.Values.Length)]).Append('"');
                break;
            case ShapeKind.Text:
                WriteText();
                break;
            case ShapeKind.Integer or ShapeKind.Long or ShapeKind.Double or ShapeKind.Timestamp:
                text.Append(random.Next(-2, 200));
                break;
            case ShapeKind.Boolean:
                text.Append(random.Next(2) == 0 ? "true" : "false");
                break;
            case ShapeKind.Blob:
                text.Append("\"AQI=\"");
                break;
            case ShapeKind.Structure:
                WriteAll('{', '}', shape.Members.Where(member => member.IsRequired || random.Next(3) == 0), member =>
                {
                    text.Append('"').Append(member.Name).Append("\":");
                    Write(member.Shape, depth + 1);
                });
                break;
            case ShapeKind.List:
                WriteAll('[', ']', Enumerable.Range(0, random.Next(4)), _ => Write(shape.Element!, depth + 1));
                break;
            case ShapeKind.Map:
                WriteMap(() => Write(shape.Element!, depth + 1));
                break;
            default:
                WriteValue(depth);
                break;
        }
    }

    private void WriteValue(int depth) => WriteAll('{', '}', Enumerable.Range(0, random.Next(12) == 0 ? random.Next(3) : 1), _ =>
    {
        string type = Types[random.Next(depth > 8 ? 8 : Types.Length)];
        text.Append('"').Append(type).Append("\":");
        switch (type)
        {
            case "S":
                WriteText();
                break;
            case "N" when random.Next(6) > 0:
                text.Append('"').Append(random.Next(-1000, 1000)).Append('"');
                break;
            case "B" when random.Next(6) > 0:
                text.Append("\"AQI=\"");
                break;
            case "N" or "B":
                WriteText();
                break;
            case "BOOL" or "NULL":
                text.Append(random.Next(8) == 0 ? "\"no\"" : "true");
                break;
            case "M":
                WriteMap(() => WriteValue(depth + 1));
                break;
            case "L":
                WriteAll('[', ']', Enumerable.Range(0, random.Next(4)), _ => WriteValue(depth + 1));
                break;
            default:
                WriteAll('[', ']', Enumerable.Range(0, random.Next(4)), number => text.Append('"').Append(type == "BS" ? "AQI=" : random.Next(5)).Append('"'));
                break;
        }
    });

    private void WriteMap(Action writeValue) => WriteAll('{', '}', Enumerable.Range(0, random.Next(4)), _ =>
    {
        WriteText();
        text.Append(':');
        writeValue();
    });

    private void WriteText() => text.Append('"').Append(Texts[random.Next(Texts.Length)]).Append('"');

    private void WriteAll<T>(char open, char close, IEnumerable<T> elements, Action<T> write)
    {
        text.Append(open);
        bool isFirst = true;
        foreach (T element in elements)
        {
            if (!isFirst) text.Append(',');
            isFirst = false;
            write(element);
        }

        text.Append(close);
    }
}
