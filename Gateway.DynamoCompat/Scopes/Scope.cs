namespace Gateway.DynamoCompat.Scopes;

/// <summary>Where some items live.</summary>
/// <param name="Kind">How that is said.</param>
/// <param name="Names">The group, or the regions; otherwise none.</param>
public sealed record Scope(ScopeKind Kind, IReadOnlyList<string> Names)
{
    /// <summary>A tag that says where what bears it is.</summary>
    public const string Tag = "edge:scope";

    /// <summary>What the tag may say.</summary>
    public const string Choices = "all, local or group:NAME";

    private const string GroupStart = "group:";
    private const string RegionsStart = "regions:";
    private const int NameMax = 64;

    /// <summary>At every PoP.</summary>
    public static Scope All { get; } = new(ScopeKind.All, []);

    /// <summary>At the PoP that writes them.</summary>
    public static Scope Local { get; } = new(ScopeKind.Local, []);

    /// <summary>What it is called, the same at every PoP: <c>all</c>, <c>local</c>, <c>group:NAME</c>, <c>regions:NAME,NAME</c>.</summary>
    public string Name { get; } = Kind switch
    {
        ScopeKind.All => "all",
        ScopeKind.Local => "local",
        ScopeKind.Group => GroupStart + Names[0],
        _ => RegionsStart + string.Join(',', Names.Order(StringComparer.Ordinal)),
    };

    /// <summary>Reads a <see cref="Name"/>.</summary>
    /// <returns>Null if it is none.</returns>
    public static Scope? Named(string name) => name.StartsWith(RegionsStart, StringComparison.Ordinal) ? OfRegions(name[RegionsStart.Length..].Split(',')) : Parse(name);

    /// <summary>Reads <c>all</c>, <c>local</c> or <c>group:NAME</c>.</summary>
    /// <returns>Null if it is none of these.</returns>
    public static Scope? Parse(string text) => text switch
    {
        "all" => All,
        "local" => Local,
        _ when text.StartsWith(GroupStart, StringComparison.Ordinal) && IsName(text.AsSpan(GroupStart.Length)) => new Scope(ScopeKind.Group, [text[GroupStart.Length..]]),
        _ => null,
    };

    /// <summary>At the PoPs of these regions.</summary>
    public static Scope OfRegions(IEnumerable<string> regions) => new(ScopeKind.Regions, [.. regions]);

    /// <summary>True if an item lives at a PoP.</summary>
    /// <param name="pop">The PoP's name.</param>
    /// <param name="region">Its region.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="home">The PoP that wrote the item.</param>
    public bool Includes(string pop, string region, IReadOnlyList<string> groups, string home) => Kind switch
    {
        ScopeKind.All => true,
        ScopeKind.Local => pop == home,
        ScopeKind.Group => Holds(groups, Names[0]),
        _ => Holds(Names, region),
    };

    /// <summary>True if some item, whoever writes it, lives at a PoP.</summary>
    internal bool Reaches(string region, IReadOnlyList<string> groups) => Kind switch
    {
        ScopeKind.Group => Holds(groups, Names[0]),
        ScopeKind.Regions => Holds(Names, region),
        _ => true,
    };

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > NameMax) return false;
        foreach (char one in name)
        {
            if (!char.IsAsciiLetterOrDigit(one) && one is not ('-' or '_' or '.')) return false;
        }

        return true;
    }

    private static bool Holds(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name) return true;
        }

        return false;
    }
}
