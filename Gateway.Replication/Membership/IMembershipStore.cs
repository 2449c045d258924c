namespace Gateway.Replication.Membership;

/// <summary>Keeps the records of members. They are data like all other: written at one PoP, they appear at all.</summary>
public interface IMembershipStore
{
    /// <summary>A record came from another PoP, or was written here. Called on any thread; must return soon.</summary>
    event Action? Changed;

    /// <summary>Writes a record, durably.</summary>
    ValueTask PutAsync(PopInfo pop, CancellationToken token);

    /// <summary>The record of one PoP.</summary>
    PopInfo? Find(string name);

    /// <summary>All records, in any order.</summary>
    IReadOnlyList<PopInfo> All();
}
