using System.Collections.Immutable;

namespace Gateway.DynamoCompat.Tables;

/// <summary>The key of a table or of an index.</summary>
/// <param name="Partition">One attribute; up to four in a global index.</param>
/// <param name="Sort">None or one; up to four in a global index.</param>
/// <remarks>Source: doc GSI.DesignPattern.MultiAttributeKeys.</remarks>
internal sealed record KeySchema(ImmutableArray<KeyAttribute> Partition, ImmutableArray<KeyAttribute> Sort)
{
    /// <summary>All of them, partition first.</summary>
    public ImmutableArray<KeyAttribute> All { get; } = [.. Partition, .. Sort];

    public bool Has(string attribute)
    {
        foreach (KeyAttribute key in All)
        {
            if (key.Name == attribute) return true;
        }

        return false;
    }
}
