using Gateway.Replication.Membership;
using Gateway.Simulation.Tests.Audit;
using Gateway.Simulation.Tests.Network;
using Gateway.Simulation.Tests.Pops;
using Gateway.Simulation.Tests.World;

namespace Gateway.Simulation.Tests.Histories;

/// <summary>Lets go wrong what a plan says.</summary>
internal sealed class FaultInjector(Cluster cluster, Ledger ledger)
{
    private const int TriesMax = 2_000;

    private readonly Dictionary<SimulatedPop, (SimulatedDisk Disk, long Sequence)> backups = [];

    private int tries;

    private SimulatedNetwork Network => cluster.Network;

    public void Begin(Fault fault)
    {
        cluster.Simulation.Say($"fault: {fault}");
        switch (fault)
        {
            case Fault.Cut cut:
                Network.Cut(Name(cut.From), Name(cut.To));
                if (cut.IsBothWays) Network.Cut(Name(cut.To), Name(cut.From));
                break;
            case Fault.Heal heal:
                Network.Heal(Name(heal.One), Name(heal.Other));
                break;
            case Fault.Reset reset:
                Network.Reset(Name(reset.One), Name(reset.Other));
                break;
            case Fault.Slow slow:
                NetworkPath path = Network.Path(Name(slow.From), Name(slow.To));
                path.BytesPerSecond = slow.BytesPerSecond;
                path.Latency = slow.Latency;
                break;
            case Fault.Crash crash:
                SimulatedPop pop = cluster.Pops[crash.Pop];
                if (pop.Twin is { Process: not null, IsRemoved: false } copy && cluster.Simulation.Random.Next(2) == 0) pop = copy;
                if (pop.Process is null) break;
                pop.Kill(crash.IsPowerCut);
                cluster.Simulation.After(crash.Down, pop.Start);
                break;
            case Fault.Backup backup:
                if (cluster.Pops[backup.Pop] is { Process: { } process } saved) backups[saved] = (saved.Disk.Copy(), process.Commits.DurableSequence);
                break;
            case Fault.Restore restore:
                if (!backups.TryGetValue(cluster.Pops[restore.Pop], out (SimulatedDisk Disk, long Sequence) old)) break;
                Lose(cluster.Pops[restore.Pop], old.Sequence, restore.Down, disk => disk.Become(old.Disk));
                cluster.Pops[restore.Pop].HasMoved = restore.IsNoticed;
                cluster.Pops[restore.Pop].IsWithheld = !restore.IsNoticed;
                break;
            case Fault.NewDisk renewed:
                Lose(cluster.Pops[renewed.Pop], 0, renewed.Down, disk =>
                {
                    disk.Replace();
                    cluster.Pops[renewed.Pop].IsJoining = true; // as a new member is added
                });
                break;
            case Fault.LoseLog log:
                if (cluster.Pops[log.Pop] is { Process: { } forgetful, Disk.IsFull: false }) forgetful.Log.Trim(forgetful.Commits.DurableSequence);
                break;
            case Fault.Clock clock:
                cluster.Pops[clock.Pop].Clock.Set(clock.Offset, clock.Drift);
                break;
            case Fault.Disk disk:
                cluster.Pops[disk.Pop].Disk.SyncTime = (disk.Sync / 2, disk.Sync);
                break;
            case Fault.FullDisk full:
                cluster.Pops[full.Pop].Disk.IsFull = true;
                cluster.Simulation.After(full.Length, () => cluster.Pops[full.Pop].Disk.IsFull = false);
                break;
            case Fault.Join:
                SimulatedPop joining = cluster.Add($"pop-{cluster.Pops.Count + 1}", isFounder: false);
                joining.IsJoining = joining.HasBegunEmpty = true;
                joining.AwaitsRecord = cluster.HasMemberRecords;
                if (joining.AwaitsRecord) Admit(joining);
                else joining.Start();
                break;
            case Fault.Remove remove:
                SimulatedPop removed = cluster.Pops[remove.Pop];
                ledger.Learn();
                removed.Kill(isPowerCut: true);
                ledger.Lose(removed, 0);
                cluster.Remove(removed);
                if (cluster.HasMemberRecords) Dismiss(removed);
                break;
            case Fault.Return again:
                SimulatedPop returned = cluster.Pops[again.Pop];
                if (!returned.IsRemoved) break;
                returned.Return();
                Admit(returned);
                break;
            case Fault.CrashWhenJoined late:
                CrashWhenJoined(late);
                break;
            case Fault.Twin copied:
                if (cluster.Pops[copied.Pop] is not { Process: not null, IsJoining: false, Twin: null } original) break;
                SimulatedPop twin = original.Clone();
                twin.HasMoved = copied.IsNoticed;
                twin.Start();
                cluster.Simulation.After(copied.Length, original.EndTwin);
                break;
            case Fault.Evict evict:
                if (evict.Pop > 0 && cluster.Pops[0].Process is { } central && central.Node.House.IsWhole()) central.Members.Evict(Name(evict.Pop));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Everything works again; clocks stay as they are.</summary>
    public void EndAll()
    {
        cluster.Simulation.Say("all faults end");
        foreach (SimulatedPop pop in cluster.Members) pop.EndTwin();
        foreach (SimulatedPop pop in cluster.Members)
        {
            pop.Disk.IsFull = false;
            pop.Disk.SyncTime = (TimeSpan.FromMilliseconds(0.2), TimeSpan.FromMilliseconds(3));
            pop.Start();
            foreach (SimulatedPop other in cluster.Members.Where(other => other != pop)) Network.Heal(pop.Name, other.Name);
        }
    }

    /// <summary>All clocks are right, and it is later than any of them ever said.</summary>
    public void PassAllClocks()
    {
        foreach (SimulatedPop pop in cluster.Pops) pop.Clock.Set(TimeSpan.FromHours(2), 0);
    }

    private void Lose(SimulatedPop pop, long sequence, TimeSpan down, Action<SimulatedDisk> change)
    {
        if (pop.Process is null) return; // the crash that ended it will start it
        ledger.Learn();
        pop.Kill(isPowerCut: true);
        ledger.Lose(pop, sequence);
        change(pop.Disk);
        pop.HasLostDisk = true;
        cluster.Simulation.After(down, pop.Start);
    }

    /// <summary>An operator asks the central PoP to let one join, again and again until it has.</summary>
    private void Admit(SimulatedPop joining) => Tell(joining, PopState.Joining, () => !joining.AwaitsRecord || joining.IsRemoved, central =>
    {
        joining.IsDismissed = false;
        joining.Known = central.Members.All;
        joining.AwaitsRecord = false;
        joining.Start();
    });

    private void Dismiss(SimulatedPop removed)
    {
        removed.IsDismissed = false;
        Tell(removed, PopState.Leaving, () => removed.IsDismissed, _ => removed.IsDismissed = true);
    }

    /// <summary>A name is free when all have settled that the one who had it is gone.</summary>
    private static bool IsFree(SimulatedPop pop, PopProcess central) =>
        pop.LastReplica is null || (pop.IsDismissed && central.Node.Departures.AwaitedFor(pop.Name, central.Members.Names) is null);

    private void CrashWhenJoined(Fault.CrashWhenJoined late)
    {
        if (late.Pop < cluster.Pops.Count && cluster.Pops[late.Pop] is { IsJoining: false, Process: not null } joined)
        {
            cluster.Simulation.After(late.Later, () =>
            {
                joined.Kill(late.IsPowerCut);
                cluster.Simulation.After(TimeSpan.FromSeconds(1), joined.Start);
            });
        }
        else if (tries++ < TriesMax)
        {
            cluster.Simulation.After(TimeSpan.FromMilliseconds(50), () => CrashWhenJoined(late));
        }
    }

    private void Tell(SimulatedPop pop, PopState state, Func<bool> isDone, Action<PopProcess> then)
    {
        if (isDone()) return;
        if (cluster.Pops[0] is { Process: { } central, Disk.IsFull: false } && central.Replica.TrustsClock && central.Node.House.IsWhole() && (state != PopState.Joining || IsFree(pop, central)))
        {
            central.Members.Say(pop.Name, state, () =>
            {
                if (!isDone() && !central.IsDead) then(central);
            });
        }

        cluster.Simulation.After(TimeSpan.FromSeconds(2), () => Tell(pop, state, isDone, then));
    }

    private string Name(int pop) => cluster.Pops[pop].Name;
}
