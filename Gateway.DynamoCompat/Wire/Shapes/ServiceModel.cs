using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace Gateway.DynamoCompat.Wire.Shapes;

/// <summary>The service model of DynamoDB and its streams: operations, the shapes of their inputs, and the names of errors.</summary>
/// <remarks>
/// Read from a table in the assembly, made by eng/dynamo-model/generate. A line's first field says what it is, tabs separate the fields and
/// "-" is nothing: o (operation: target prefix, name, input), e (error: name, how it spells "message"), s (structure: name), followed by a
/// line for each member that begins with a tab (name, shape, flags, own bounds), l (list: name, min, max, element), p (map: name, min, max,
/// key, value), t (text: name, min, max, pattern, shape of names, values ...), v (AttributeValue), and i, n, d, b, y, w (integer, long,
/// double, boolean, blob, timestamp: name, min, max). Flags: ! required, m and l: missing, or of the wrong length, is refused first, u: not printed.
/// Shapes are parsed when an operation first asks for them.
/// </remarks>
internal sealed class ServiceModel
{
    private const string Resource = "Gateway.DynamoCompat.Wire.Shapes.dynamo.model";

    private static readonly Lazy<ServiceModel> Instance = new(() => new ServiceModel(ReadTable()));

    private readonly string table;
    private readonly Dictionary<string, int> lineOfShape = new(300, StringComparer.Ordinal); // where its line begins in the table
    private readonly ConcurrentDictionary<string, Shape> shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Lazy<Shape>> inputs = new(StringComparer.Ordinal);

    private ServiceModel(string table)
    {
        this.table = table;
        // Plain dictionaries: frozen ones take longer to make than all requests of a short run save.
        Dictionary<string, string> targets = new(StringComparer.Ordinal);
        Dictionary<string, string> errors = new(StringComparer.Ordinal);
        for (int at = 0; at < table.Length; at = table.IndexOf('\n', at) + 1)
        {
            if (table[at] == '\t') continue;
            int nameEnd = table.AsSpan(at + 2).IndexOfAny('\t', '\n');
            if (table[at] is not ('o' or 'e'))
            {
                lineOfShape.Add(table.Substring(at + 2, nameEnd), at);
                continue;
            }

            string[] fields = FieldsAt(at);
            if (table[at] == 'e')
            {
                errors.Add(fields[1], fields[2]);
                continue;
            }

            targets.Add(fields[2], fields[1]);
            inputs.Add(fields[2], new Lazy<Shape>(() => ShapeOf(fields[3])));
        }

        Targets = targets;
        Errors = errors;
    }

    /// <summary>The one in the assembly.</summary>
    public static ServiceModel Dynamo => Instance.Value;

    /// <summary>Each operation's target prefix, as <c>DynamoDB_20120810</c>.</summary>
    public IReadOnlyDictionary<string, string> Targets { get; }

    /// <summary>Each error's name and its spelling of "message": <c>message</c> or <c>Message</c>.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; }

    /// <summary>The shape of an operation's input.</summary>
    /// <exception cref="KeyNotFoundException">There is no such operation.</exception>
    public Shape InputOf(string operation) => inputs[operation].Value;

    /// <summary>A member's name as DynamoDB prints it: with a small first letter.</summary>
    public static string PathNameOf(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string ReadTable()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not in the assembly.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private static Bounds BoundsOf(ReadOnlySpan<string> minAndMax) => new(
        minAndMax[0] == "-" ? long.MinValue : long.Parse(minAndMax[0], CultureInfo.InvariantCulture),
        minAndMax[1] == "-" ? long.MaxValue : long.Parse(minAndMax[1], CultureInfo.InvariantCulture));

    private string[] FieldsAt(int line)
    {
        int end = table.IndexOf('\n', line);
        return table[line..end].Split('\t');
    }

    // Two threads may parse the same shape at once; they agree, and the first one stays.
    private Shape ShapeOf(string name) => shapes.TryGetValue(name, out Shape? known) ? known : shapes.GetOrAdd(name, Parse(name));

    private Shape Parse(string name)
    {
        int line = lineOfShape[name];
        string[] fields = FieldsAt(line);
        return fields[0] switch
        {
            "s" => new Shape { Name = name, Kind = ShapeKind.Structure, Members = ParseMembers(table.IndexOf('\n', line) + 1) },
            "l" => new Shape { Name = name, Kind = ShapeKind.List, Bounds = BoundsOf(fields.AsSpan(2)), Element = ShapeOf(fields[4]) },
            "p" => new Shape { Name = name, Kind = ShapeKind.Map, Bounds = BoundsOf(fields.AsSpan(2)), Key = ShapeOf(fields[4]), Element = ShapeOf(fields[5]) },
            "t" => new Shape
            {
                Name = name,
                Kind = ShapeKind.Text,
                Bounds = BoundsOf(fields.AsSpan(2)),
                Pattern = fields[4] == "-" ? null : fields[4],
                NameShape = fields[5] == "-" ? null : ShapeOf(fields[5]),
                Values = fields[6..],
            },
            "v" => new Shape { Name = name, Kind = ShapeKind.AttributeValue },
            string letter => new Shape { Name = name, Kind = ScalarKind(letter), Bounds = BoundsOf(fields.AsSpan(2)) },
        };
    }

    private static ShapeKind ScalarKind(string letter) => letter switch
    {
        "i" => ShapeKind.Integer,
        "n" => ShapeKind.Long,
        "d" => ShapeKind.Double,
        "b" => ShapeKind.Boolean,
        "y" => ShapeKind.Blob,
        "w" => ShapeKind.Timestamp,
        _ => throw new InvalidDataException($"Unknown kind of shape: {letter}"),
    };

    private ShapeMember[] ParseMembers(int line)
    {
        List<ShapeMember> members = [];
        for (int at = line; at < table.Length && table[at] == '\t'; at = table.IndexOf('\n', at) + 1)
        {
            string[] fields = FieldsAt(at);
            Shape shape = ShapeOf(fields[2]);
            members.Add(new ShapeMember
            {
                Name = string.Intern(fields[1]),
                PathName = PathNameOf(fields[1]),
                Shape = shape,
                Bounds = fields.Length > 4 ? BoundsOf(fields.AsSpan(4)) : shape.Bounds,
                IsRequired = fields[3].Contains('!'),
                IsMissedFirst = fields[3].Contains('m'),
                IsMeasuredFirst = fields[3].Contains('l'),
                IsUnprinted = fields[3].Contains('u'),
            });
        }

        return [.. members];
    }
}
