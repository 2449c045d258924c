using System.Text;
using System.Text.RegularExpressions;
using Amazon.DynamoDBv2;

namespace Gateway.Compat.Dynamo.Tests.Pages;

/// <summary>The table of operations in docs/compatibility.md: every operation that the SDK knows, what a PoP makes of it, and the tests that show it.</summary>
internal static class OperationTable
{
    private const string Unknown = "not known: newer than the service model that the face is made from";
    private const string Folder = "tests/compat/Gateway.Compat.Dynamo.Tests/";

    /// <summary>Those of the streams' own endpoint; the SDK has them in another client.</summary>
    private static readonly string[] Streams = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];

    /// <summary>What is not plainly there. All others work whole.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["CreateGlobalTable"] = "refused: global tables of the first version",
        ["DescribeGlobalTable"] = "refused: there is none",
        ["DescribeGlobalTableSettings"] = "refused: there is none",
        ["UpdateGlobalTable"] = "refused: there is none",
        ["UpdateGlobalTableSettings"] = "refused: there is none",
        ["ListGlobalTables"] = "works: always empty",
        ["DescribeTableReplicaAutoScaling"] = "refused: there are no replicas of that kind",
        ["UpdateTableReplicaAutoScaling"] = "refused: there are no replicas of that kind",
        ["ExportTableToPointInTime"] = "refused: there is no object store here",
        ["DescribeExport"] = "refused: there is none",
        ["ListExports"] = "works: always empty",
        ["ImportTable"] = "refused: there is no object store here",
        ["DescribeImport"] = "refused: there is none",
        ["ListImports"] = "works: always empty",
        ["SearchVectors"] = "refused: no table here has a vector index",
        ["PutResourcePolicy"] = "kept and shown, not enforced",
        ["GetResourcePolicy"] = "kept and shown, not enforced",
        ["DeleteResourcePolicy"] = "kept and shown, not enforced",
        ["UpdateContributorInsights"] = "kept and shown, nothing is counted",
        ["EnableKinesisStreamingDestination"] = "kept and shown, nothing is sent",
        ["UpdateKinesisStreamingDestination"] = "kept and shown, nothing is sent",
        ["DisableKinesisStreamingDestination"] = "kept and shown, nothing is sent",
        ["StartBulkPutItems"] = Unknown,
        ["DescribeBulkOperation"] = Unknown,
        ["ListBulkOperations"] = Unknown,
        ["CancelBulkOperation"] = Unknown,
    };

    /// <summary>All operations, in the order of their names.</summary>
    public static IReadOnlyList<string> Operations { get; } =
    [
        .. typeof(AmazonDynamoDBClient).GetMethods()
            .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && method.GetParameters() is [{ } request, ..] && request.ParameterType.Name == method.Name[..^5] + "Request")
            .Select(method => method.Name[..^5])
            .Concat(Streams)
            .Append("SearchVectors")
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>True for those that a PoP does not know.</summary>
    public static bool IsUnknown(string operation) => Exceptions.GetValueOrDefault(operation) == Unknown;

    /// <summary>True for those of the streams' own endpoint.</summary>
    public static bool IsOfStreams(string operation) => Streams.Contains(operation);

    /// <summary>The table as it must stand in the page.</summary>
    public static string Render()
    {
        Dictionary<string, string> sources = Repository.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal) && file.EndsWith("Tests.cs", StringComparison.Ordinal)).ToDictionary(file => file, Repository.Read);
        StringBuilder table = new("| operation | | tests |\n| --- | --- | --- |\n");
        foreach (string operation in Operations) table.Append(null, $"| {operation} | {Exceptions.GetValueOrDefault(operation, "works")} | {string.Join(" ", TestsOf(operation, sources))} |\n");
        return table.ToString();
    }

    /// <summary>The test classes that call an operation, over the wire or through the SDK.</summary>
    public static IEnumerable<string> TestsOf(string operation, IReadOnlyDictionary<string, string> sources) =>
        sources.Where(source => source.Value.Contains($"\"{operation}\"", StringComparison.Ordinal) || Regex.IsMatch(source.Value, $@"\.{operation}Async\(", RegexOptions.None, TimeSpan.FromSeconds(5)))
            .Select(source => $"[{Path.GetFileNameWithoutExtension(source.Key)}](../{source.Key})");
}
