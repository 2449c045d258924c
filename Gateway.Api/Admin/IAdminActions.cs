namespace Gateway.Api.Admin;

/// <summary>What an operator can ask for: of one PoP, or of a process that runs several.</summary>
internal interface IAdminActions : IDisposable
{
    /// <summary>How replication is doing.</summary>
    ValueTask<StatusList> StatusAsync(CancellationToken token);

    /// <summary>Who is in the cluster.</summary>
    ValueTask<PopList> ListAsync(CancellationToken token);

    /// <summary>Lets one more PoP join; at a PoP that is alone this begins a cluster.</summary>
    /// <exception cref="AdminFault">It cannot be.</exception>
    ValueTask<AddedPop> AddAsync(AddPop request, CancellationToken token);

    /// <summary>Takes a PoP out of the cluster.</summary>
    /// <exception cref="AdminFault">It cannot be.</exception>
    ValueTask<Done> RemoveAsync(string name, CancellationToken token);

    /// <summary>Asks for comparisons, and does not wait for their end: <see cref="StatusAsync"/> shows that.</summary>
    /// <exception cref="AdminFault">It cannot be.</exception>
    ValueTask<ComparisonList> CompareAsync(ComparePops request, CancellationToken token);

    /// <summary>Cuts the named PoPs off from the others, or all links if none is named.</summary>
    /// <exception cref="AdminFault">Links cannot be cut here.</exception>
    ValueTask<Done> CutAsync(CutList request, CancellationToken token);

    /// <summary>Makes all links whole.</summary>
    /// <exception cref="AdminFault">Links cannot be cut here.</exception>
    ValueTask<Done> HealAsync(CancellationToken token);

    /// <summary>Says which links of this very PoP are cut, for the process that runs it.</summary>
    /// <exception cref="AdminFault">Links cannot be cut here.</exception>
    ValueTask<Done> SetCutAsync(CutList request, CancellationToken token);
}
