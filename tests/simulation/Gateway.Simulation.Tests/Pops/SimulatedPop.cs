using Gateway.Crdt.Time;
using Gateway.Replication.Membership;
using Gateway.Replication.Replica;
using Gateway.Simulation.Tests.World;

namespace Gateway.Simulation.Tests.Pops;

/// <summary>A machine with a disk and a clock, and the PoP's process while it runs.</summary>
internal sealed class SimulatedPop
{
    public SimulatedPop(Cluster cluster, string name, PopProfile profile)
    {
        Cluster = cluster;
        Name = Machine = name;
        Clock = new MachineClock(cluster.Simulation);
        Profile = profile;
    }

    public Cluster Cluster { get; }

    public string Name { get; }

    /// <summary>Its name; that of a copy is another one.</summary>
    public string Machine { get; private init; } = "";

    public MachineClock Clock { get; }

    public SimulatedDisk Disk { get; private set; } = new();

    public PopProfile Profile { get; set; }

    /// <summary>Null while it is down.</summary>
    public PopProcess? Process { get; private set; }

    /// <summary>Its disk is not the one that it began with.</summary>
    public bool HasLostDisk { get; set; }

    /// <summary>Its folder was put back from a copy, which its next start notices.</summary>
    public bool HasMoved { get; set; }

    /// <summary>Its machine was started, which its next start notices: it writes under a new id.</summary>
    public bool HasStarted { get; set; }

    /// <summary>
    /// It was set back to an old state, and no clients are let to it until it is linked with all others and so has learned that. What it writes before
    /// under its old id would hide from the others what it has lost.
    /// </summary>
    public bool IsWithheld { get; set; }

    /// <summary>It began with nothing while others had something.</summary>
    public bool HasBegunEmpty { get; set; }

    /// <summary>It is there from the beginning.</summary>
    public bool IsFounder { get; init; }

    /// <summary>Whom it was told of when it joined: they count until their records have come.</summary>
    public IReadOnlyList<PopInfo> Known { get; set; } = [];

    /// <summary>It may not start before the central PoP has made its record.</summary>
    public bool AwaitsRecord { get; set; }

    /// <summary>It is given up: it takes no part any more.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>The id that its last process wrote under; null before the first has ended.</summary>
    public ReplicaId? LastReplica { get; private set; }

    /// <summary>The ids of those that had its name before.</summary>
    public List<ReplicaId> Predecessors { get; } = [];

    /// <summary>The central PoP has made the record that it is a member no more.</summary>
    public bool IsDismissed { get; set; }

    /// <summary>A copy of it that runs under its name; null if there is none.</summary>
    public SimulatedPop? Twin { get; private set; }

    /// <summary>It takes over what the others have, and does not count yet.</summary>
    public bool IsJoining { get; set; }

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Starts its process, if none runs.</summary>
    public void Start()
    {
        if (Process is not null || IsRemoved || AwaitsRecord) return;
        if (Disk.IsFull)
        {
            Cluster.Simulation.After(TimeSpan.FromSeconds(1), Start); // it ends at once, and is started again
            return;
        }

        Starts++;
        Cluster.Simulation.Say($"{Machine} starts");
        Process = new PopProcess(this);
        if (HasMoved) Process.NoticeCopy();
        else if (HasStarted) Process.NoticeStart();
        HasMoved = HasStarted = false;
        Process.Begin();
    }

    /// <summary>Another machine, with an empty disk, under the name of this one, which was removed.</summary>
    public void Return()
    {
        if (LastReplica is { } last) Predecessors.Add(last);
        Disk.Replace();
        IsRemoved = false;
        IsJoining = HasBegunEmpty = AwaitsRecord = true;
    }

    /// <summary>Another machine with a copy of its disk.</summary>
    public SimulatedPop Clone()
    {
        Twin = new SimulatedPop(Cluster, Name, Profile) { Machine = $"{Name}-copy", Known = Known, IsFounder = IsFounder, HasStarted = true };
        Twin.Disk.Become(Disk.Copy());
        return Twin;
    }

    /// <summary>Its copy is switched off. What is on its disk stays there.</summary>
    public void EndTwin()
    {
        if (Twin is not { } twin) return;
        twin.IsRemoved = true;
        twin.Kill(isPowerCut: false);
    }

    /// <summary>From its next start on it is the other one of the two machines. Neither runs.</summary>
    public void BecomeTwin()
    {
        (Disk, Twin!.Disk) = (Twin.Disk, Disk);
        (HasMoved, Twin.HasMoved) = (Twin.HasMoved, HasMoved);
        (HasStarted, Twin.HasStarted) = (true, true);
    }

    /// <summary>Its process ends at once, or the whole machine.</summary>
    /// <param name="isPowerCut">True: the peers do not learn of it, and what was not synced may be lost.</param>
    public void Kill(bool isPowerCut)
    {
        if (Process is null) return;
        Cluster.Simulation.Say($"{Machine} {(isPowerCut ? "loses power" : "is killed")}");
        PopProcess process = Process;
        LastReplica = process.Face.Replica.Self;
        Process = null;
        process.Die(isPowerCut);
        if (isPowerCut && Cluster.Simulation.Random.Next(3) == 0) HasStarted = true; // else only its process is another one
        if (isPowerCut || Cluster.Simulation.Random.Next(2) == 0) Disk.Crash(Cluster.Simulation.Random);
        else Disk.Keep();
    }
}
