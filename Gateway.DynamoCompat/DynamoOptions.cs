using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Scopes;

namespace Gateway.DynamoCompat;

/// <summary>What an operator may set about DynamoDB's face.</summary>
public sealed record DynamoOptions
{
    /// <summary>How long a table shows CREATING, UPDATING or DELETING. Zero: only the answer that begins it does.</summary>
    public TimeSpan TableDelay { get; init; }

    /// <summary>Until when a change that begins now shows. Without a delay that is past whatever the clock will say: it may go back.</summary>
    internal DateTimeOffset ReadyAt(DateTimeOffset now) => TableDelay > TimeSpan.Zero ? now + TableDelay : default;

    /// <summary>Told, in words for an operator, of a table that lost its name to another PoP's, and where its data is.</summary>
    public Action<string> OnTableConflict { get; init; } = _ => { };

    /// <summary>Where tables and items live, as the configuration says it. Tags of a table go first.</summary>
    public IReadOnlyList<ScopeRule> Scopes { get; init; } = [];

    /// <summary>How long a PoP waits for the one whose turn it is to delete an item whose time is over.</summary>
    public TimeSpan ExpiryFallback { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a PoP that is no longer in a table's scope keeps its data, so that all it wrote has left.</summary>
    public TimeSpan ScopeGrace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often items whose time is over are looked for.</summary>
    public TimeSpan ExpiryInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often what is too old to be of use is removed: tokens, stream records, log entries.</summary>
    public TimeSpan TrimInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long stream records are kept. Source: doc Streams (24 hours).</summary>
    public TimeSpan StreamRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Makes identities of stores: by the operating system's chance, because nobody may ever have had the same; a simulation has its own.</summary>
    internal Func<ReplicaId> MakeReplica { get; init; } = ReplicaId.Create;

    /// <summary>Takes what requests leave behind to be done apart from them; null for the thread pool. A simulation has an order of its own.</summary>
    internal Action<Action>? Post { get; init; }

    internal Hop Hop => new(Post);
}
