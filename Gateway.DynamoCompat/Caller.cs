namespace Gateway.DynamoCompat;

/// <summary>Who sends a request: what the signature, or its absence, has settled. Callers are equal if account and region are, whatever else they bring along.</summary>
/// <param name="AccountId">The tenant: 12 digits.</param>
/// <param name="Region">The region of the signature's scope, as <c>us-east-1</c>.</param>
public sealed record Caller(string AccountId, string Region)
{
    /// <summary>A member of the records that GetRecords gives those who see it: <see cref="Lineage"/> of the request that has written the change.</summary>
    public const string LineageMember = "lineage";

    /// <summary>A member of the records that GetRecords gives those who see lineage: the name of the PoP where the change was written; only if that is another one.</summary>
    public const string OriginMember = "originPop";

    /// <summary>The functions that have led to this request, as in a trace header; null if there are none. What the request writes is marked with it in streams.</summary>
    /// <remarks>ASCII, at most 2,048 characters.</remarks>
    public string? Lineage { get; init; }

    /// <summary>True for event source mappings: GetRecords shows them <see cref="LineageMember"/> and <see cref="OriginMember"/>, which nobody else sees.</summary>
    public bool SeesLineage { get; init; }

    /// <inheritdoc/>
    public bool Equals(Caller? other) => other is not null && AccountId == other.AccountId && Region == other.Region;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(AccountId, Region);
}
