using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Scopes;
using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Sharing;

/// <summary>What of the records of one kind all PoPs share.</summary>
internal abstract class RecordForm<T>
    where T : class
{
    /// <summary>The kind in the system table.</summary>
    public abstract string Kind { get; }

    /// <summary>A member that each record has from the beginning to the end.</summary>
    public abstract string Mark { get; }

    /// <summary>What is shared of a record; none if it is this PoP's alone.</summary>
    public abstract Value Of(T record);

    /// <summary>A record as it is shared, with what is this PoP's own. Calls nothing back.</summary>
    /// <param name="before">The record here; null if there is none.</param>
    /// <param name="shared">What is shared.</param>
    /// <exception cref="System.Text.Json.JsonException">It is no such record.</exception>
    public abstract T Read(T? before, Value shared);

    /// <summary>The packages that a record names, and their sizes.</summary>
    public virtual IEnumerable<(string Hash, long Size)> PackagesOf(T record) => [];

    /// <summary>A record of another PoP is about to be made here.</summary>
    public virtual ValueTask OnMakingAsync(T record) => ValueTask.CompletedTask;

    /// <summary>A record was removed here because another PoP has.</summary>
    public virtual ValueTask OnRemovedAsync(T record) => ValueTask.CompletedTask;

    /// <summary>True if a shared record is one that this PoP has.</summary>
    /// <param name="record">The record.</param>
    /// <param name="isHere">Whether it is here.</param>
    public virtual bool IsHeld(T record, bool isHere) => true;

    /// <summary>True if tags say that something is this PoP's alone.</summary>
    protected static bool IsLocal(IReadOnlyDictionary<string, string> tags) => TagRules.ScopeOf(tags).Kind == ScopeKind.Local;
}
