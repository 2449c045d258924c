namespace Gateway.DynamoCompat.Scopes;

/// <summary>A rule of the configuration. It must be the same at all PoPs.</summary>
/// <param name="TablePattern">The tables: a name, in which <c>*</c> stands for any run of characters.</param>
/// <param name="KeyPrefix">Of which items: those whose partition key begins so; null for all others of the table.</param>
/// <param name="Scope">Where they live.</param>
public sealed record ScopeRule(string TablePattern, string? KeyPrefix, Scope Scope)
{
    /// <summary>True for a table of this name.</summary>
    public bool IsFor(string table) => Matches(TablePattern, table);

    /// <summary>Linear in the name for each star.</summary>
    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int star = pattern.IndexOf('*');
        if (star < 0) return name.SequenceEqual(pattern);
        if (!name.StartsWith(pattern[..star])) return false;
        name = name[star..];
        pattern = pattern[(star + 1)..];
        for (star = pattern.IndexOf('*'); star >= 0; star = pattern.IndexOf('*'))
        {
            int at = name.IndexOf(pattern[..star]);
            if (at < 0) return false;
            name = name[(at + star)..];
            pattern = pattern[(star + 1)..];
        }

        return name.EndsWith(pattern);
    }
}
