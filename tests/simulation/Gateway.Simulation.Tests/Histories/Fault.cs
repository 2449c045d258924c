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

    /// <summary>Syncs take so long from then on.</summary>
    public sealed record Disk(int Pop, TimeSpan Sync) : Fault;
}
