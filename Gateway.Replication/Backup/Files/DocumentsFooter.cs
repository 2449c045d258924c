namespace Gateway.Replication.Backup.Files;

/// <summary>The end of a file of documents that is whole.</summary>
/// <param name="Documents">How many it holds.</param>
/// <param name="Bytes">Of their keys and documents, unpacked.</param>
internal sealed record DocumentsFooter(long Documents, long Bytes);
