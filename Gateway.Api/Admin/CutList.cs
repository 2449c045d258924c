namespace Gateway.Api.Admin;

/// <summary>Names of PoPs whose links are cut, or shall be.</summary>
/// <param name="Pops">The names.</param>
internal sealed record CutList(IReadOnlyList<string> Pops)
{
    /// <inheritdoc cref="CutList"/>
    public IReadOnlyList<string> Pops { get; } = Pops ?? []; // left out by the sender: none
}
