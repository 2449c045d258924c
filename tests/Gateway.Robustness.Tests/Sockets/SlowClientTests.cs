using Gateway.Robustness.Tests.Http;

namespace Gateway.Robustness.Tests.Sockets;

/// <summary>Clients that begin a request and do not end it.</summary>
[Trait("Category", "Long")]
public sealed class SlowClientTests(RunningPop pop) : IClassFixture<RunningPop>
{
    private const int Clients = 100;

    [Fact]
    public async Task Half_sent_requests_are_cut_off_while_others_are_served()
    {
        using CancellationTokenSource patience = RunningPop.Patience();
        byte[] request = RawConnection.Request(RunningPop.ListStreams, "{          }"u8, pop.Port);
        RawConnection[] slow = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => RawConnection.OpenAsync(pop.Port, patience.Token)));
        try
        {
            await Task.WhenAll(slow.Select((connection, i) => connection.SendAsync(request.AsMemory(0, i % 2 == 0 ? 40 : request.Length - 3), patience.Token)));
            await pop.AssertServesAsync(patience.Token);

            string[] answers = await Task.WhenAll(slow.Select(connection => connection.ReadAllAsync(patience.Token)));

            Assert.All(answers, answer => Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answer));
            await pop.AssertServesAsync(patience.Token);
        }
        finally
        {
            foreach (RawConnection connection in slow) connection.Dispose();
        }
    }
}
