using Gateway.Robustness.Tests.Http;
using Gateway.Testing.Gateways;

namespace Gateway.Robustness.Tests.Sockets;

/// <summary>One PoP for all tests of a class, in a process of its own.</summary>
public sealed class RunningPop : IAsyncLifetime
{
    /// <summary>A target that needs no table.</summary>
    internal const string ListStreams = "DynamoDBStreams_20120810.ListStreams";

    private readonly string folder = Directory.CreateTempSubdirectory("edge-sockets-").FullName;

    internal PopProcess Process { get; private set; } = null!;

    internal int Port => Process.Port;

    /// <summary>Ends a test that waits for too long.</summary>
    internal static CancellationTokenSource Patience()
    {
        CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        return patience;
    }

    /// <summary>It lives, and another client gets its answer.</summary>
    internal async Task AssertServesAsync(CancellationToken token)
    {
        Assert.False(Process.HasExited, Process.LastWords());
        using RawConnection connection = await RawConnection.OpenAsync(Port, token);
        Assert.Equal(200, (await connection.AskAsync(ListStreams, "{}"u8.ToArray(), token)).Status);
    }

    public async ValueTask InitializeAsync()
    {
        Process = PopProcess.Start(folder);
        await Process.WaitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
