namespace Gateway.Crdt.Planning;

/// <summary>What a table says about planning.</summary>
public sealed record PlanOptions
{
    /// <summary>The default options: merge, no time to live.</summary>
    public static PlanOptions Merge { get; } = new();

    /// <summary>Replace mode, no time to live.</summary>
    public static PlanOptions Replace { get; } = new() { Mode = PutMode.Replace };

    /// <summary>What putting a whole value means.</summary>
    public PutMode Mode { get; init; }

    /// <summary>The table's time-to-live attribute: a put that changes it is an assignment, so that it survives a concurrent expiry whole.</summary>
    public string? TimeToLiveAttribute { get; init; }
}
