using Gateway.Crdt.Time;

namespace Gateway.Replication.Backup.Restoring;

/// <summary>What is to be restored.</summary>
public sealed record RestoreRequest
{
    /// <summary>Up to this moment, included; null for all that there is.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Up to this stamp's time, included; null for no such bound.</summary>
    public HlcTime? ToStamp { get; init; }

    /// <summary>Only tables of these names; empty for all.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>From which PoP's folder, by the name of the PoP or of the folder; null if there is but one.</summary>
    public string? Pop { get; init; }

    /// <summary>PoPs whose own log may be missing.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];
}
