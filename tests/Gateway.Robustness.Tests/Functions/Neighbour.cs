using System.Text.Json.Nodes;
using Gateway.Testing.Gateways;

namespace Gateway.Robustness.Tests.Functions;

/// <summary>Invokes a function that behaves, again and again, while something else goes wrong.</summary>
internal sealed class Neighbour : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly List<double> milliseconds = [];
    private readonly Task running;

    private Neighbour(FunctionClient client) => running = RunAsync(client);

    /// <summary>Starts when it has answered once.</summary>
    public static async Task<Neighbour> StartAsync(FunctionClient client)
    {
        await client.InvokeAsync(FunctionWorld.Good);
        return new Neighbour(client);
    }

    /// <summary>All its answers were right, and it was not held up. The bound is for a machine that has much else to do.</summary>
    public async Task AssertUnharmedAsync()
    {
        await end.CancelAsync();
        await running;
        Assert.NotEmpty(milliseconds);
        milliseconds.Sort();
        TestContext.Current.SendDiagnosticMessage($"neighbour: {milliseconds.Count} calls, p50 {milliseconds[milliseconds.Count / 2]:F1} ms, at most {milliseconds[^1]:F1} ms");
        Assert.True(milliseconds[milliseconds.Count / 2] < 500, $"Half of {milliseconds.Count} calls took over {milliseconds[milliseconds.Count / 2]} ms.");
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        end.Dispose();
    }

    private async Task RunAsync(FunctionClient client)
    {
        for (int number = 0; !end.IsCancellationRequested; number++)
        {
            long start = TimeProvider.System.GetTimestamp();
            FunctionAnswer answer = await client.InvokeAsync(FunctionWorld.Good, $"{number}");
            milliseconds.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            Assert.True(answer is { Status: 200, Error: null }, $"{answer.Status} {answer.Body}");
            Assert.Equal(number, JsonNode.Parse(answer.Body)!["event"]!.GetValue<int>());
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
