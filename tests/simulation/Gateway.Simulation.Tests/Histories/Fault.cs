namespace Gateway.Simulation.Tests.Histories;

/// <summary>What goes wrong. PoPs by their places.</summary>
internal abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Nothing gets from one to another; both ways if so said.</summary>
    public sealed record Cut(int From, int To, bool IsBothWays) : Fault;

    /// <summary>Everything gets through again.</summary>
    public sealed record Heal(int One, int Other) : Fault;

    /// <summary>A connection is lost with what is under way.</summary>
    public sealed record Reset(int One, int Other) : Fault;

    /// <summary>A link becomes slow.</summary>
    public sealed record Slow(int From, int To, int BytesPerSecond, TimeSpan Latency) : Fault;

    /// <summary>A PoP ends and starts again after a while.</summary>
    public sealed record Crash(int Pop, bool IsPowerCut, TimeSpan Down) : Fault;

    /// <summary>A clock jumps, and drifts from then on.</summary>
    public sealed record Clock(int Pop, TimeSpan Offset, double Drift) : Fault;

    /// <summary>What is on a disk is kept elsewhere.</summary>
    public sealed record Backup(int Pop) : Fault;

    /// <summary>A PoP ends, and starts again on its last backup, under its old name; whether it notices by itself or learns it from its peers.</summary>
    public sealed record Restore(int Pop, TimeSpan Down, bool IsNoticed) : Fault;

    /// <summary>A PoP ends, and starts again on an empty disk.</summary>
    public sealed record NewDisk(int Pop, TimeSpan Down) : Fault;

    /// <summary>A PoP's log is cut off at its end, whoever still needs it.</summary>
    public sealed record LoseLog(int Pop) : Fault;

    /// <summary>Nothing can be written for a while.</summary>
    public sealed record FullDisk(int Pop, TimeSpan Length) : Fault;

    /// <summary>One more PoP joins the running cluster.</summary>
    public sealed record Join : Fault;

    /// <summary>A PoP is given up: what only it had is lost.</summary>
    public sealed record Remove(int Pop) : Fault;

    /// <summary>A new PoP joins under the name of one that was given up.</summary>
    public sealed record Return(int Pop) : Fault;

    /// <summary>A PoP ends so long after it has joined, and starts again after a second.</summary>
    public sealed record CrashWhenJoined(int Pop, bool IsPowerCut, TimeSpan Later) : Fault;

    /// <summary>Syncs take so long from then on.</summary>
    public sealed record Disk(int Pop, TimeSpan Sync) : Fault;

    /// <summary>A copy of a PoP's disk runs beside it for a while, under its name; both take requests. Whether it notices by itself that it is a copy, or they learn from their peers that they are two.</summary>
    public sealed record Twin(int Pop, TimeSpan Length, bool IsNoticed) : Fault;

    /// <summary>The central PoP takes it that another one is gone.</summary>
    public sealed record Evict(int Pop) : Fault;
}
