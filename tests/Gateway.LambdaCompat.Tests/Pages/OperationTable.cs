using System.Text;
using Gateway.Testing;
using Gateway.Wire.Models;

namespace Gateway.LambdaCompat.Tests.Pages;

/// <summary>The table of operations in docs/compatibility-lambda.md: every operation of the service model, what a PoP makes of it, and the tests that show it.</summary>
internal static class OperationTable
{
    private const string Folder = "tests/Gateway.LambdaCompat.Tests/";

    /// <summary>What is not plainly there. All others work whole.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["CreateEventSourceMapping"] = "works for change streams of tables, without tumbling windows; other sources are refused",
        ["UpdateEventSourceMapping"] = "works for change streams of tables",
        ["DeleteFunctionCodeSigningConfig"] = "works: no function has one",
        ["GetFunctionCodeSigningConfig"] = "works: no function has one",
        ["ListCodeSigningConfigs"] = "works: always empty",
        ["ListCapacityProviders"] = "works: always empty",
        ["ListDurableExecutionsByFunction"] = "works: always empty",
        ["PutRuntimeManagementConfig"] = "kept and shown",
        ["GetRuntimeManagementConfig"] = "kept and shown",
        ["PutFunctionScalingConfig"] = "kept and shown",
        ["GetFunctionScalingConfig"] = "kept and shown",
    };

    /// <summary>All operations, in the order of their names.</summary>
    public static IReadOnlyList<string> Operations { get; } = [.. ServiceModel.Lambda.OperationNames.Order(StringComparer.Ordinal)];

    /// <summary>The table as it must stand in the page.</summary>
    public static string Render()
    {
        Dictionary<string, string> sources = Repository.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal) && file.EndsWith("Tests.cs", StringComparison.Ordinal)).ToDictionary(file => file, Repository.Read);
        StringBuilder table = new("| operation | | tests |\n| --- | --- | --- |\n");
        foreach (string operation in Operations) table.Append(null, $"| {operation} | {StateOf(operation)} | {string.Join(" ", TestsOf(operation, sources))} |\n");
        return table.ToString();
    }

    private static string StateOf(string operation) =>
        LambdaCatalog.Refusals.ContainsKey(operation) ? $"refused: {ReasonOf(operation)}" : Exceptions.GetValueOrDefault(operation, "works");

    private static string ReasonOf(string operation) => operation switch
    {
        _ when operation.Contains("CodeSigning", StringComparison.Ordinal) => "code is not signed here",
        _ when operation.Contains("CapacityProvider", StringComparison.Ordinal) => "there are no capacity providers",
        _ => "there are no durable executions",
    };

    /// <summary>The test classes that send an operation: by its path, or by its name.</summary>
    private static IEnumerable<string> TestsOf(string operation, IReadOnlyDictionary<string, string> sources)
    {
        Operation model = ServiceModel.Lambda.Find(operation)!;
        string[] parts = model.UriPattern.Split('?')[0].Split('/');
        string tail = parts[^1].StartsWith('{') ? parts[^2] : parts[^1];
        return sources.Where(source => source.Value.Contains($"\"{operation}\"", StringComparison.Ordinal) || (source.Value.Contains($"\"{model.Method}\"", StringComparison.Ordinal) && source.Value.Contains($"/{tail}", StringComparison.Ordinal)))
            .Select(source => source.Key)
            .DefaultIfEmpty(Folder + "Pages/OperationTableTests.cs")
            .Select(file => $"[{Path.GetFileNameWithoutExtension(file)}](../{file})");
    }
}
