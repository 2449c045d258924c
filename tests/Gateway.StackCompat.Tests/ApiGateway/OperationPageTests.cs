using System.Text;
using Gateway.StackCompat.Logs;
using Gateway.StackCompat.Tests.Hosting;
using Gateway.Storage.Commit;
using Gateway.Testing;
using Gateway.Testing.Stores;
using Gateway.Wire.Models;

namespace Gateway.StackCompat.Tests.ApiGateway;

/// <summary>The pages say which operations work; these say that it is true. EDGE_ACCEPT=1 writes the tables anew.</summary>
public sealed class OperationPageTests : IDisposable
{
    private readonly ApiRig rig = new();

    public void Dispose() => rig.Dispose();

    [Fact]
    public void The_page_on_api_gateway_lists_every_operation()
    {
        Compare("docs/compatibility-apigateway.md", "v2", ServiceModel.ApiGatewayV2, rig.Face.SupportedHttp);
        Compare("docs/compatibility-apigateway.md", "v1", ServiceModel.ApiGateway, rig.Face.SupportedRest);
    }

    [Fact]
    public async Task The_page_on_logs_lists_every_operation()
    {
        using MemoryStore store = new();
        using CommitLoop commits = new(store, 0);
        await using FunctionLogStore logs = new(store, commits, new ManualTimeProvider());
        Compare("docs/compatibility-logs.md", "logs", ServiceModel.Logs, new LogsFace(logs, new ManualTimeProvider(), (_, _) => { }).Supported);
    }

    [Fact]
    public async Task Every_other_operation_is_refused()
    {
        foreach ((ServiceModel model, IEnumerable<string> supported) in ((ServiceModel, IEnumerable<string>)[])[(ServiceModel.ApiGateway, rig.Face.SupportedRest), (ServiceModel.ApiGatewayV2, rig.Face.SupportedHttp)])
        {
            foreach (Operation operation in model.OperationNames.Except(supported).Select(name => model.Find(name)!))
            {
                string path = System.Text.RegularExpressions.Regex.Replace(operation.UriPattern, @"\{[^}]+\}", "x");
                Answered answer = await rig.AskAsync(operation.Method, path, operation.Method is "GET" or "DELETE" ? null : "{}");
                Assert.True(answer.Status is 400 or 404, $"{operation.Name}: {answer.Status} {answer.Text}");
                Assert.NotNull(answer.Header("x-amzn-errortype"));
            }

            Assert.Empty(supported.Except(model.OperationNames));
        }
    }

    private static void Compare(string page, string mark, ServiceModel model, IEnumerable<string> supported)
    {
        HashSet<string> works = [.. supported];
        StringBuilder table = new("| operation | |\n| --- | --- |\n");
        foreach (string name in model.OperationNames.Order(StringComparer.Ordinal)) table.Append($"| {name} | {(works.Contains(name) ? "works" : "refused")} |\n");
        string path = Repository.PathOf(page);
        string text = File.ReadAllText(path);
        string begin = $"<!-- {mark}: written by OperationPageTests -->\n";
        string end = $"<!-- end of {mark} -->";
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        int to = text.IndexOf(end, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("EDGE_ACCEPT") == "1") File.WriteAllText(path, text[..from] + table + text[to..]);
        else Assert.Equal(table.ToString(), text[from..to]);
    }
}
