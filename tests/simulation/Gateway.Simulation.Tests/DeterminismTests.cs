using System.Globalization;
using Gateway.Simulation.Tests.Histories;

namespace Gateway.Simulation.Tests;

/// <summary>Equal seeds make equal histories, to the last byte that is written or sent; otherwise no failure could be looked at twice.</summary>
public sealed class DeterminismTests(ITestOutputHelper output)
{
    private const int Seeds = 20;

    [Fact]
    public void A_seed_makes_the_same_history_again()
    {
        ulong all = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            ulong first = Fingerprint(seed);
            Assert.True(first == Fingerprint(seed), string.Create(CultureInfo.InvariantCulture, $"The history of seed {seed} is another one the second time."));
            all = (all * 31) + first;
        }

        output.WriteLine($"{Seeds} histories come to {all:x16}"); // the same in every process, however busy the machine
    }

    private static ulong Fingerprint(int seed) => HistoryThread.Run(() => HistoryRun.Run(PlanMaker.Make(seed, isLong: false)).Timeline.Fingerprint);
}
