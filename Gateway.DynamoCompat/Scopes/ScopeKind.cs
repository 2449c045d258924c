namespace Gateway.DynamoCompat.Scopes;

/// <summary>Where items live.</summary>
public enum ScopeKind
{
    /// <summary>At every PoP.</summary>
    All,

    /// <summary>At the PoP that writes them.</summary>
    Local,

    /// <summary>At the PoPs of a group.</summary>
    Group,

    /// <summary>At the PoPs of some regions: DynamoDB's own global tables.</summary>
    Regions,
}
