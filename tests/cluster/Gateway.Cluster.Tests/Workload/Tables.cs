using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Cluster.Tests.Workload;

/// <summary>The tables of the workload: items that one writer owns, with a global index, and items that all write.</summary>
internal static class Tables
{
    public const string Own = "own";
    public const string Shared = "shared";
    public const string Index = "byOwner";

    /// <summary>The item collections of the index.</summary>
    public const int Owners = 4;

    /// <summary>Of each kind of shared item there are so many in a round.</summary>
    public const int SharedItems = 3;

    /// <summary>What is moved between these accounts leaves their sum at nothing.</summary>
    public const int Accounts = 4;

    public static readonly string[] All = [Own, Shared];

    public static readonly string[] Create =
    [
        $$$"""
        {"TableName":"{{{Own}}}","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"},{"AttributeName":"holder","AttributeType":"S"},{"AttributeName":"v","AttributeType":"N"}],
         "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
         "GlobalSecondaryIndexes":[{"IndexName":"{{{Index}}}","KeySchema":[{"AttributeName":"holder","KeyType":"HASH"},{"AttributeName":"v","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}]}
        """,
        $$$"""
        {"TableName":"{{{Shared}}}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}
        """,
    ];

    /// <summary>What the keys of a round's shared items begin with.</summary>
    public static string RoundOf(int round) => string.Create(CultureInfo.InvariantCulture, $"r{round}-");

    /// <summary>Counted, and collected in a set, a list and a map, by all.</summary>
    public static string Sum(int round, int number) => string.Create(CultureInfo.InvariantCulture, $"r{round}-sum{number}");

    /// <summary>An account: transactions move numbers between them.</summary>
    public static string Account(int round, int number) => string.Create(CultureInfo.InvariantCulture, $"r{round}-account{number}");

    /// <summary>One side of the pair of a writer: its transactions write the same number to both. Not shared, because of two transactions that meet each item finds its own order (docs/conflicts.md).</summary>
    public static string Pair(int round, int number, char side) => string.Create(CultureInfo.InvariantCulture, $"r{round}-pair{number}{side}");

    /// <summary>What a round begins with.</summary>
    /// <param name="pairs">How many writers there are.</param>
    public static IEnumerable<JsonObject> SharedItemsOf(int round, int pairs)
    {
        JsonObject Item(string key, params (string Name, JsonNode Value)[] attributes)
        {
            JsonObject item = new() { ["pk"] = Text(key) };
            foreach ((string name, JsonNode value) in attributes) item[name] = value;
            return item;
        }

        for (int i = 0; i < SharedItems; i++)
        {
            yield return Item(Sum(round, i), ("n", Number(0)), ("m", Number(0)), ("list", new JsonObject { ["L"] = new JsonArray() }), ("map", new JsonObject { ["M"] = new JsonObject() }));
        }

        for (int i = 0; i < pairs; i++)
        {
            yield return Item(Pair(round, i, 'a'), ("n", Number(0)));
            yield return Item(Pair(round, i, 'b'), ("n", Number(0)));
        }

        for (int i = 0; i < Accounts; i++) yield return Item(Account(round, i), ("n", Number(0)));
    }

    public static JsonObject Text(string text) => new() { ["S"] = text };

    public static JsonObject Number(long number) => new() { ["N"] = number.ToString(CultureInfo.InvariantCulture) };

    public static long NumberIn(JsonObject item, string attribute) => long.Parse(item[attribute]!["N"]!.GetValue<string>(), CultureInfo.InvariantCulture);
}
