namespace Gateway.DynamoCompat.Scopes;

/// <summary>Where a table and its items live. Decided once for a table, and for each item only where key prefixes have rules of their own.</summary>
public sealed class TableScope
{
    private const char Both = '&';

    private readonly (byte[] Prefix, Scope Scope)[] byPrefix;
    private readonly Scope usual;
    private readonly Scope? bounds;

    /// <param name="usual">Of the items that no prefix has a rule for.</param>
    /// <param name="byPrefix">The longest prefix first.</param>
    /// <param name="bounds">Nothing lives beyond it; null for no bounds.</param>
    internal TableScope(Scope usual, IEnumerable<(byte[] Prefix, Scope Scope)> byPrefix, Scope? bounds)
    {
        this.usual = usual;
        this.byPrefix = [.. byPrefix];
        this.bounds = bounds;
        HasLocal = usual.Kind == ScopeKind.Local || this.byPrefix.Any(rule => rule.Scope.Kind == ScopeKind.Local);
        Text = string.Join(' ', [TextOf(bounds), TextOf(usual), .. this.byPrefix.Select(rule => $"{Convert.ToHexString(rule.Prefix)}={TextOf(rule.Scope)}").Order(StringComparer.Ordinal)]);
    }

    /// <summary>All of it everywhere.</summary>
    public static TableScope Everywhere { get; } = new(Scope.All, [], bounds: null);

    /// <summary>All of it as text: equal if and only if the scopes are.</summary>
    public string Text { get; }

    /// <summary>True if every item lives at every PoP: nothing else need be asked.</summary>
    public bool IsEverywhere => usual.Kind == ScopeKind.All && byPrefix.Length == 0 && bounds is null;

    /// <summary>True if some of its items live where they are written: only then another PoP may have to be asked for them.</summary>
    public bool HasLocal { get; }

    /// <summary>
    /// True if an item does not live at every PoP, or did not always: one that never saw it, or not as it is, may write it, so what is stable is not in the past of what is
    /// written (ADR 42). Who is beyond the regions of a table cannot write; but it may have been there a moment ago, and not know.
    /// </summary>
    public bool MayBeUnseen(ReadOnlySpan<byte> itemKey) => !IsEverywhere && (bounds is not null || ScopeOf(itemKey).Kind != ScopeKind.All);

    /// <summary>True if an item lives where it is written.</summary>
    public bool IsLocal(ReadOnlySpan<byte> itemKey) => HasLocal && ScopeOf(itemKey).Kind == ScopeKind.Local;

    /// <summary>The regions of the table's replicas: nothing lives beyond them; null if it has none.</summary>
    public Scope? Bounds => bounds;

    /// <summary>The scope of items that no prefix has a rule for.</summary>
    public Scope Usual => bounds ?? usual;

    /// <summary>True if an item lives at a PoP.</summary>
    /// <param name="itemKey">The item's own key; only its beginning is looked at.</param>
    /// <param name="pop">The PoP's name.</param>
    /// <param name="region">Its region.</param>
    /// <param name="groups">Its groups.</param>
    /// <param name="home">The PoP that wrote the item.</param>
    public bool Includes(ReadOnlySpan<byte> itemKey, string pop, string region, IReadOnlyList<string> groups, string home) =>
        (bounds is null || bounds.Includes(pop, region, groups, home)) && ScopeOf(itemKey).Includes(pop, region, groups, home);

    /// <summary>The scope of an item, within the table's bounds.</summary>
    public Scope ScopeOf(ReadOnlySpan<byte> itemKey)
    {
        foreach ((byte[] prefix, Scope scope) in byPrefix)
        {
            if (itemKey.StartsWith(prefix)) return scope;
        }

        return usual;
    }

    /// <summary>The name of an item's scope, bounds included: the same at every PoP with the same rules.</summary>
    public string NameOf(ReadOnlySpan<byte> itemKey)
    {
        Scope scope = ScopeOf(itemKey);
        return bounds is null ? scope.Name : scope.Kind == ScopeKind.All ? bounds.Name : bounds.Name + Both + scope.Name;
    }

    /// <summary>The names that its items' scopes can have.</summary>
    public IEnumerable<string> Names => byPrefix.Select(rule => rule.Scope).Append(usual).Select(scope => bounds is null ? scope.Name : scope.Kind == ScopeKind.All ? bounds.Name : bounds.Name + Both + scope.Name).Distinct();

    /// <summary>True if a PoP holds every item of a scope.</summary>
    /// <param name="name">As <see cref="NameOf"/> gives it.</param>
    /// <param name="region">The PoP's region.</param>
    /// <param name="groups">Its groups.</param>
    public static bool FollowsWhole(string name, string region, IReadOnlyList<string> groups) =>
        name.Split(Both).All(part => Scope.Named(part) is { Kind: not ScopeKind.Local } scope && scope.Reaches(region, groups));

    /// <summary>True if a PoP holds every item, whoever writes it.</summary>
    public bool IsHeldWhole(string region, IReadOnlyList<string> groups) =>
        (bounds is null || bounds.Reaches(region, groups)) && byPrefix.Select(rule => rule.Scope).Append(usual).All(scope => scope.Kind != ScopeKind.Local && scope.Reaches(region, groups));

    /// <summary>True if a PoP has the table: items may live there. Others answer that there is none.</summary>
    public bool Reaches(string region, IReadOnlyList<string> groups)
    {
        if (bounds is not null && !bounds.Reaches(region, groups)) return false;
        return usual.Reaches(region, groups) || byPrefix.Any(rule => rule.Scope.Reaches(region, groups));
    }

    private static string TextOf(Scope? scope) => scope is null ? "-" : $"{scope.Kind}:{string.Join(',', scope.Names.Order(StringComparer.Ordinal))}";
}
