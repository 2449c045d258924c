using Gateway.Simulation.Tests.Workload;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>What a client believes about one effect of one of its requests.</summary>
internal sealed class Claim(Effect effect, string pop)
{
    public Effect Effect { get; } = effect;

    /// <summary>Where it was written.</summary>
    public string Pop { get; } = pop;

    /// <summary>Its items lie in the table that only some PoPs hold.</summary>
    public bool IsScoped => Effect is Effect.Birth { Item.IsScoped: true } || (Effect is Effect.Mark mark && mark.Items[0].IsScoped);

    public ClaimState State { get; set; }

    /// <summary>The PoP's log was durable up to here when the answer came, so the write lies before.</summary>
    public long Sequence { get; set; }

    /// <summary>PoPs that are known to have it on their disks.</summary>
    public HashSet<string> Holders { get; } = [pop];

    /// <summary>The disk that it was written to is another now: it has to come back from elsewhere.</summary>
    public bool IsAway { get; set; }

    /// <summary>All disks that were known to hold it are lost.</summary>
    public bool IsLost { get; set; }

    /// <summary>Another request was sent that takes it away.</summary>
    public bool IsTakenBack { get; set; }

    public override string ToString() => $"{Effect} at {Pop}, {State} up to {Sequence}";
}
