using System.Globalization;

namespace Gateway.Cluster.Tests.Pops;

/// <summary>What goes wrong in a round: a kill, a restart, a PoP cut off, all links cut and some more, in an order that chance gives, while all write.</summary>
/// <param name="random">The chance.</param>
/// <param name="say">Takes what is done.</param>
/// <param name="spared">So many of the first PoPs are never killed or restarted.</param>
internal sealed class FaultPlan(Random random, Action<string> say, int spared)
{
    private enum Fault
    {
        Kill,
        Restart,
        CutOne,
        CutAll,
        Heal,
    }

    /// <summary>Does it all, one after the other with pauses; at the end links may be cut and PoPs down.</summary>
    /// <param name="pause">The longest pause.</param>
    public async Task RunAsync(ClusterUnderTest cluster, TimeSpan pause)
    {
        Fault[] faults = [Fault.Kill, Fault.CutOne, Fault.Heal, Fault.CutAll, random.Next(2) == 0 ? Fault.Restart : Fault.Kill];
        random.Shuffle(faults);
        await PauseAsync(pause);
        foreach (Fault fault in faults)
        {
            IReadOnlyList<int> among = fault == Fault.CutOne ? cluster.Cuttable : [.. cluster.Members.Where(member => member > spared)];
            int pop = among[random.Next(among.Count)];
            say(string.Create(CultureInfo.InvariantCulture, $"{fault}{(fault is Fault.CutAll or Fault.Heal ? "" : $" {ClusterUnderTest.NameOf(pop)}")}"));
            switch (fault)
            {
                case Fault.Kill: await cluster.SignalAsync(pop, "KILL"); break;
                case Fault.Restart: await cluster.SignalAsync(pop, "TERM"); break;
                case Fault.CutOne: await cluster.CutAsync(pop); break;
                case Fault.CutAll: await cluster.CutAsync(); break;
                default: await cluster.HealAsync(); break;
            }

            await PauseAsync(pause);
        }
    }

    private Task PauseAsync(TimeSpan longest) => Task.Delay(longest * (0.3 + (0.7 * random.NextDouble())), TimeProvider.System, TestContext.Current.CancellationToken);
}
