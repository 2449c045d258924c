namespace Gateway.Replication.Backup.Files;

/// <summary>What a file of documents says of itself.</summary>
/// <param name="Table">The table's number.</param>
/// <param name="Id">Its id.</param>
/// <param name="Position">The snapshot's position.</param>
internal sealed record DocumentsHeader(uint Table, Guid Id, long Position);
