namespace Gateway.Replication.Backup.Files;

/// <summary>Documents of one table as one frame's payload: item key, document, and so on. Layout: docs/formats/backup.md.</summary>
internal static class DocumentBlock
{
    public static void Write(BlockWriter writer, byte[] key, byte[] document)
    {
        writer.Block(key);
        writer.Block(document);
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    public static IEnumerable<(byte[] Key, byte[] Document)> Read(byte[] payload)
    {
        BlockReader reader = new(payload);
        while (!reader.IsAtEnd) yield return (reader.Block().ToArray(), reader.Block().ToArray());
    }
}
