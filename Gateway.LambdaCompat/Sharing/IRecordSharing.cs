namespace Gateway.LambdaCompat.Sharing;

/// <summary>Sharing of the records of one kind.</summary>
internal interface IRecordSharing
{
    /// <summary>The kind in the system table.</summary>
    string Kind { get; }

    /// <summary>The ids of what is shared, or is to be.</summary>
    IEnumerable<string> Ids { get; }

    /// <summary>There are other PoPs.</summary>
    /// <param name="onChanged">Told of the id of each record that is changed here.</param>
    ValueTask BeginAsync(Action<string> onChanged);

    /// <summary>The ids of the records that are here.</summary>
    IEnumerable<string> NamesHere();

    /// <summary>The packages that shared records name, and whether the record is one that this PoP has.</summary>
    IEnumerable<(string Hash, bool IsHeld)> Packages();

    /// <summary>True if other PoPs have a record of this id, as far as is known here, and nothing else is to be told of it.</summary>
    bool IsTaken(string id);

    /// <summary>Tells what is untold of a record, and makes it here what all have made of it.</summary>
    /// <param name="id">Which one.</param>
    Task ReconcileAsync(string id);
}
