using System.Globalization;
using System.Reflection;

namespace Gateway.Wire.Models;

/// <summary>The model of a service of AWS: operations, the shapes of their inputs, and errors.</summary>
/// <remarks>
/// Read from a table in the assembly, made by eng/service-models/generate. A line's first field says what it is, tabs separate the fields and
/// "-" is nothing: h (head: protocol, target prefix), o (operation: name, method, path, status, input), e (error: name, status, name of the
/// message, T if it tells a type), s (structure: name), followed by a line for each member that begins with a tab (name, shape, flags, name on the
/// wire), l (list: name, min, max, element), p (map: name, min, max, key, value), t (text: name, min, max, pattern, values ...), and i, n, d, b, y, w
/// (integer, long, double, boolean, blob, timestamp: name, min, max), and x (name of a shape whose values are secret). Flags: where it stands (b body, u path, q query, h header, H headers,
/// p payload), then ! if required. A shape is made when an operation first asks for it.
/// </remarks>
public sealed class ServiceModel
{
    private static readonly Lazy<ServiceModel> LambdaModel = new(() => Read("lambda"));
    private static readonly Lazy<ServiceModel> ApiGatewayModel = new(() => Read("apigateway"));
    private static readonly Lazy<ServiceModel> ApiGatewayV2Model = new(() => Read("apigatewayv2"));
    private static readonly Lazy<ServiceModel> LogsModel = new(() => Read("logs"));

    private readonly string[] lines;
    private readonly Dictionary<string, int> lineOfShape = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Shape> shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Lazy<Operation>> operations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ErrorShape> errors = new(StringComparer.Ordinal);
    private readonly HashSet<string> sensitive = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    private ServiceModel(string table)
    {
        lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int at = 0; at < lines.Length; at++)
        {
            if (lines[at][0] == '\t') continue;
            string[] fields = lines[at].Split('\t');
            switch (fields[0])
            {
                case "h":
                    TargetPrefix = fields[2] == "-" ? null : fields[2];
                    break;
                case "o":
                    operations.Add(fields[1], new Lazy<Operation>(() => new Operation(fields[1], fields[2], fields[3], int.Parse(fields[4], CultureInfo.InvariantCulture), InputOf(fields[5]))));
                    break;
                case "e":
                    errors.Add(fields[1], new ErrorShape(fields[1], int.Parse(fields[2], CultureInfo.InvariantCulture), fields[3], fields[4] == "T"));
                    break;
                case "x":
                    sensitive.Add(fields[1]);
                    break;
                default:
                    lineOfShape.Add(fields[1], at);
                    break;
            }
        }
    }

    /// <summary>AWS Lambda: REST and JSON.</summary>
    public static ServiceModel Lambda => LambdaModel.Value;

    /// <summary>Amazon API Gateway, REST APIs: REST and JSON.</summary>
    public static ServiceModel ApiGateway => ApiGatewayModel.Value;

    /// <summary>Amazon API Gateway, HTTP and WebSocket APIs: REST and JSON.</summary>
    public static ServiceModel ApiGatewayV2 => ApiGatewayV2Model.Value;

    /// <summary>Amazon CloudWatch Logs: JSON 1.1, by target.</summary>
    public static ServiceModel Logs => LogsModel.Value;

    /// <summary>What stands before the point in <c>X-Amz-Target</c>; null for services that go by path.</summary>
    public string? TargetPrefix { get; }

    /// <summary>All operations by name.</summary>
    public IEnumerable<string> OperationNames => operations.Keys;

    /// <summary>All errors.</summary>
    public IEnumerable<ErrorShape> Errors => errors.Values;

    /// <summary>An operation; null if there is none of that name.</summary>
    public Operation? Find(string operation) => operations.TryGetValue(operation, out Lazy<Operation>? found) ? found.Value : null;

    /// <summary>The operation of a target, as <c>Logs_20140328.CreateLogGroup</c>; null if there is none.</summary>
    public Operation? FindTarget(string target)
    {
        int point = target.IndexOf('.', StringComparison.Ordinal);
        return point > 0 && target.AsSpan(0, point).SequenceEqual(TargetPrefix) ? Find(target[(point + 1)..]) : null;
    }

    /// <summary>An error; null if the model has none of that name.</summary>
    public ErrorShape? FindError(string error) => errors.GetValueOrDefault(error);

    /// <summary>A shape by name.</summary>
    public Shape ShapeOf(string name)
    {
        lock (gate) return Make(name);
    }

    /// <summary>Name, method and path of each operation, without making its shapes.</summary>
    internal IEnumerable<(string Name, string Method, string UriPattern)> Routes =>
        lines.Where(line => line.StartsWith("o\t", StringComparison.Ordinal)).Select(line => line.Split('\t')).Select(fields => (fields[1], fields[2], fields[3]));

    private static ServiceModel Read(string name)
    {
        string resource = $"Gateway.Wire.Models.{name}.model";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is not in the assembly.");
        using StreamReader reader = new(stream);
        return new ServiceModel(reader.ReadToEnd());
    }

    private static Bounds BoundsOf(string min, string max) => new(
        min == "-" ? long.MinValue : long.Parse(min, CultureInfo.InvariantCulture),
        max == "-" ? long.MaxValue : long.Parse(max, CultureInfo.InvariantCulture));

    private Shape InputOf(string name) => name == "-" ? new Shape { Name = "Nothing", Kind = ShapeKind.Structure } : ShapeOf(name);

    private Shape Make(string name)
    {
        if (shapes.TryGetValue(name, out Shape? known)) return known;
        int line = lineOfShape[name];
        string[] fields = lines[line].Split('\t');
        Shape shape = new()
        {
            Name = name,
            Kind = KindOf(fields[0]),
            Bounds = fields.Length > 3 ? BoundsOf(fields[2], fields[3]) : Bounds.None,
            Pattern = fields[0] == "t" && fields[4] != "-" ? fields[4] : null,
            Values = fields[0] == "t" ? fields[5..] : [],
            IsSensitive = sensitive.Contains(name),
        };
        shapes.Add(name, shape); // before its parts: a shape may hold itself
        if (fields[0] is "l") shape.Element = Make(fields[4]);
        if (fields[0] is "p") (shape.Key, shape.Element) = (Make(fields[4]), Make(fields[5]));
        if (fields[0] is "s") shape.Members = [.. MembersAt(line + 1)];
        return shape;
    }

    private IEnumerable<ShapeMember> MembersAt(int line)
    {
        for (int at = line; at < lines.Length && lines[at][0] == '\t'; at++)
        {
            string[] fields = lines[at].Split('\t');
            yield return new ShapeMember
            {
                Name = fields[1],
                WireName = fields[4],
                PathName = char.ToLowerInvariant(fields[1][0]) + fields[1][1..],
                Shape = Make(fields[2]),
                Location = LocationOf(fields[3][0]),
                IsRequired = fields[3].EndsWith('!'),
            };
        }
    }

    private static ShapeKind KindOf(string letter) => letter switch
    {
        "s" => ShapeKind.Structure,
        "l" => ShapeKind.List,
        "p" => ShapeKind.Map,
        "t" => ShapeKind.Text,
        "i" => ShapeKind.Integer,
        "n" => ShapeKind.Long,
        "d" => ShapeKind.Double,
        "b" => ShapeKind.Boolean,
        "y" => ShapeKind.Blob,
        "w" => ShapeKind.Timestamp,
        _ => throw new InvalidDataException($"Unknown kind of shape: {letter}"),
    };

    private static MemberLocation LocationOf(char letter) => letter switch
    {
        'b' => MemberLocation.Body,
        'u' => MemberLocation.Path,
        'q' => MemberLocation.Query,
        'h' => MemberLocation.Header,
        'H' => MemberLocation.Headers,
        'p' => MemberLocation.Payload,
        _ => throw new InvalidDataException($"Unknown place of a member: {letter}"),
    };
}
