using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Generators;

/// <summary>Random names and values: few, so that they meet often, and here and there one at a limit or beyond it.</summary>
internal sealed class RandomValues(Random random)
{
    /// <summary>Each attribute with the type that it mostly has. The names are what expressions take as they are, a reserved word, and two that need placeholders.</summary>
    private static readonly (string Name, string Type)[] Attributes =
    [
        ("g", "S"), ("h", "N"), ("t", "S"), ("b", "B"), ("n", "N"), ("l", "L"), ("m", "M"), ("s", "SS"), ("u", "NS"), ("f", "BOOL"), ("name", "S"), ("x y", "M"), ("é", "L"),
    ];

    private static readonly string[] Members = ["a", "k", "n"];
    private static readonly string[] Types = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"];
    private static readonly string[] Texts = ["a", "b", "ab", "abc", "é", "x", "B", "0"];
    private static readonly string[] Blobs = ["AA==", "AQ==", "AQI=", "/w==", "YWI="];

    private static readonly string[] Numbers =
    [
        "0", "-0.0", "1.50", "0.1", "1e2", "100", "-7.25", "12345678901234567890123456789012345678", "9.9999999999999999999999999999999999999E+125",
        "-9.9999999999999999999999999999999999999E+125", "1E-130", "-1E-130", "99999999999999999999999999999999999999",
    ];

    private static readonly string[] FaultyNumbers = ["", "x", "1E126", "-1E126", "1E-131", "123456789012345678901234567890123456789", "1_0", "0x1"];

    /// <summary>How often something is wrong that need not be, in percent.</summary>
    public const int FaultPercent = 2;

    public bool Chance(int percent) => random.Next(100) < percent;

    public int Next(int below) => random.Next(below);

    public T Pick<T>(params IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>Some of them, in any order.</summary>
    public List<T> Some<T>(IReadOnlyList<T> from, int least, int most) => [.. from.OrderBy(_ => random.Next()).Take(random.Next(least, Math.Min(most, from.Count) + 1))];

    public string Name() => Pick(Attributes).Name;

    /// <summary>The name of an attribute that mostly has one of some types.</summary>
    public string NameOf(params string[] types) => Pick([.. Attributes.Where(attribute => types.Contains(attribute.Type))]).Name;

    public string Member() => Pick(Members);

    /// <summary>A value that suits an attribute, or now and then another one.</summary>
    public JsonObject ValueFor(string attribute) => Value(Chance(88) ? TypeOf(attribute) : Pick(Types), depth: 2);

    /// <summary>An item whose paths are liked; null for none.</summary>
    public JsonObject? Sample { get; set; }

    /// <summary>A path: an attribute, or something in one.</summary>
    public AskedPath Path()
    {
        if (Chance(FaultPercent)) return new AskedPath(new RawName(Pick("status", "Count", "#nowhere")));
        if (Sample is { Count: > 0 } && Chance(65)) return PathIn(Sample);
        return Next(10) switch
        {
            0 when Chance(30) => new AskedPath(Name(), Chance(50) ? Member() : Next(4)),
            1 or 2 or 3 => new AskedPath(NameOf("M"), Member()),
            4 or 5 => new AskedPath(NameOf("L"), Next(4)),
            6 => new AskedPath(NameOf("M"), Member(), Chance(50) ? Member() : Next(3)),
            7 => new AskedPath(NameOf("L"), Next(3), Chance(50) ? Member() : Next(3)),
            _ => new AskedPath(Name()),
        };
    }

    /// <summary>A path that an item has, or that ends one step beyond.</summary>
    private AskedPath PathIn(JsonObject item)
    {
        (string name, JsonNode? node) = Pick([.. item]);
        List<object> steps = [name];
        JsonObject value = (JsonObject)node!;
        while (steps.Count < 4 && Chance(60))
        {
            if (value["M"] is JsonObject map)
            {
                string member = map.Count > 0 && Chance(75) ? Pick([.. map]).Key : Member();
                steps.Add(member);
                if (map[member] is not JsonObject inner) break;
                value = inner;
            }
            else if (value["L"] is JsonArray list)
            {
                int position = Next(list.Count + 2);
                steps.Add(position);
                if (position >= list.Count) break;
                value = (JsonObject)list[position]!;
            }
            else
            {
                break;
            }
        }

        return new AskedPath([.. steps]);
    }

    public JsonObject AnyValue(int depth = 2) => Value(Pick(Types), depth);

    public JsonObject Value(string type, int depth) => type switch
    {
        "S" => new JsonObject { ["S"] = Chance(4) ? "" : Pick(Texts) },
        "N" => Number(),
        "B" => new JsonObject { ["B"] = Chance(4) ? "" : Pick(Blobs) },
        "BOOL" => new JsonObject { ["BOOL"] = Chance(50) },
        "NULL" => new JsonObject { ["NULL"] = true },
        "SS" or "NS" or "BS" => Set(type),
        "L" => new JsonObject { ["L"] = new JsonArray([.. Enumerable.Range(0, depth == 0 ? 0 : Next(4)).Select(_ => AnyValue(depth - 1))]) },
        _ => new JsonObject { ["M"] = new JsonObject(depth == 0 ? [] : Some(Members, 0, 3).Select(name => KeyValuePair.Create(name, (JsonNode?)(name == "n" ? Number() : AnyValue(depth - 1))))) },
    };

    public JsonObject Number()
    {
        if (Chance(FaultPercent)) return new JsonObject { ["N"] = Pick(FaultyNumbers) };
        return Chance(12) ? new JsonObject { ["N"] = Pick(Numbers) } : PlainValue.Number(Next(11) - 3);
    }

    public JsonObject SmallNumber() => PlainValue.Number(Next(6) - 2);

    public JsonObject List() => Value("L", depth: 2);

    public JsonObject Set(string type)
    {
        IReadOnlyList<string> from = type switch { "SS" => Texts, "BS" => Blobs, _ => ["1", "2", "3", "4.5", "-1"] };
        if (!Chance(FaultPercent)) return PlainValue.Set(type, Some(from, 1, 3));
        return PlainValue.Set(type, Chance(50) ? [] : type == "NS" ? ["1", "1.0"] : [from[0], from[0]]);
    }

    /// <summary>A key of a table: mostly one of few, and right.</summary>
    public JsonObject Key(AskedTable table)
    {
        JsonObject key = [];
        foreach (AskedKey part in table.Key) key[part.Name] = KeyPart(part);
        if (!Chance(FaultPercent)) return key;
        string name = Pick([.. table.Key]).Name;
        switch (Next(4))
        {
            case 0:
                key.Remove(name);
                break;
            case 1:
                key[name] = AnyValue();
                break;
            case 2:
                key["more"] = AnyValue();
                break;
            default:
                key[name] = new JsonObject { [Pick("S", "B")] = "" };
                break;
        }

        return key;
    }

    public JsonObject KeyPart(AskedKey part) => part.Type switch
    {
        "N" => new JsonObject { ["N"] = Pick("1", "2.0", "-1", "10") },
        "S" => new JsonObject { ["S"] = Pick("a", "ab", "é") },
        _ => new JsonObject { ["B"] = Pick("AA==", "AQI=", "/w==") },
    };

    private static string TypeOf(string attribute) => Array.Find(Attributes, one => one.Name == attribute).Type;
}
