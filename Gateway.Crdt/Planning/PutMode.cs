namespace Gateway.Crdt.Planning;

/// <summary>What putting a whole value over an existing one means (docs/document.md, rule M).</summary>
public enum PutMode
{
    /// <summary>The smallest edit: two PoPs that each read, change and put back keep both changes. The default.</summary>
    Merge = 0,

    /// <summary>An assignment: the later put wins whole. For items that are snapshots (table tag <c>edge:put = replace</c>).</summary>
    Replace = 1,
}
