using Gateway.Testing;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>Requests that are nearly right, by the thousand. <c>tests/fuzz/run</c> sends as many as one likes.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    [Trait("Category", "Long")]
    public async Task Mutated_requests_get_an_answer_that_the_service_could_give()
    {
        int seed = TestSettings.Seed ?? 20_261_122;
        int stretches = (TestSettings.Rounds(6_000) + FuzzStretch.Requests - 1) / FuzzStretch.Requests;
        int next = 0;
        FuzzFindings findings = new();
        FuzzWatch[] watches = [.. Enumerable.Range(0, Math.Min(Environment.ProcessorCount, stretches)).Select(worker => new FuzzWatch(worker))];
        try
        {
            long memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
            Task[] workers = [.. watches.Select(watch => Task.Run(() => WorkAsync(watch), TestContext.Current.CancellationToken))];
            while (!Task.WhenAll(workers).IsCompleted)
            {
                await Task.WhenAny(Task.WhenAll(workers), Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken));
                foreach (FuzzWatch watch in watches) Assert.True(watch.Hanging(Patience) is not { } request, $"seed {seed}: no answer for {Patience.TotalSeconds} s to\n{watch.Hanging(Patience)}");
            }

            await Task.WhenAll(workers);
            TestContext.Current.SendDiagnosticMessage($"seed {seed}\n{findings.Tally()}");
            Assert.True(findings.Failures.Count == 0, string.Join("\n\n", findings.Failures));
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memoryBefore, long.MinValue, 100 << 20);
        }
        finally
        {
            foreach (FuzzWatch watch in watches) watch.Dispose();
        }

        async Task WorkAsync(FuzzWatch watch)
        {
            for (int number = Interlocked.Increment(ref next); number <= stretches && !findings.AreMany; number = Interlocked.Increment(ref next)) await new FuzzStretch(seed, number).RunAsync(watch, findings);
        }
    }
}
