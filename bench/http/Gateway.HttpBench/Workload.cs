using System.Globalization;
using System.Text;

namespace Gateway.HttpBench;

/// <summary>The items that all servers hold: collections of ten, 10 attributes and about 0.4 KB each as DynamoDB counts. Everything follows from an item's number and version.</summary>
internal static class Workload
{
    public const string Table = "bench";
    public const int ItemCount = 10_000;
    public const int CollectionSize = 10;

    public const string CreateTable = """
        {"TableName":"bench","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}
        """;

    public static string PartitionKey(int number) => string.Create(CultureInfo.InvariantCulture, $$"""{"S":"user#{{number / CollectionSize:D7}}"}""");

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $$$"""{"pk":{{{PartitionKey(number)}}},"sk":{"S":"item#{{{number % CollectionSize}}}"}}""");

    /// <summary>The item as JSON, all attributes.</summary>
    /// <param name="number">Which item.</param>
    /// <param name="version">Which state of it; each differs in three attributes.</param>
    public static string Item(int number, int version)
    {
        string text = Noise(number, version, 186);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$$"""
            {"pk":{{{{PartitionKey(number)}}}},"sk":{"S":"item#{{{{number % CollectionSize}}}}"},"title":{"S":"A blue cup of the third kind, glazed by hand"},"price":{"N":"{{{{number % 9000 + 1000}}}}.{{{{version % 9 + 11}}}}"},"stock":{"N":"{{{{version + 40}}}}"},"active":{"BOOL":true},"tags":{"SS":["blue","cup","glazed"]},"address":{"M":{"street":{"S":"12 Long Lane, second floor"},"city":{"S":"Springfield"},"zip":{"S":"01234"}}},"steps":{"L":[{"S":"packed"},{"S":"sent"},{"N":"3"}]},"description":{"S":"{{{{text}}}}"}}
            """);
    }

    /// <summary>What DynamoDB answers for the operations that answer more than <c>{}</c>: as long for one item as for another.</summary>
    public static IEnumerable<(string Operation, string Answer)> Answers =>
    [
        ("GetItem", $$"""{"Item":{{Item(17, 0)}}}"""),
        ("Query", $$"""{"Count":{{CollectionSize}},"Items":[{{string.Join(',', Enumerable.Range(0, CollectionSize).Select(number => Item(number, 0)))}}],"ScannedCount":{{CollectionSize}}}"""),
    ];

    /// <summary>Every number below a bound once, in an order that only the seed decides.</summary>
    public static int[] Shuffled(int count, int seed)
    {
        int[] numbers = [.. Enumerable.Range(0, count)];
        new Random(seed).Shuffle(numbers);
        return numbers;
    }

    private static string Noise(int number, int version, int length)
    {
        Random random = new((number * 31) + version);
        StringBuilder text = new(length);
        while (text.Length < length) text.Append((char)random.Next('a', 'z' + 1));
        return text.ToString();
    }
}
