using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Walks a range of a snapshot in pieces, so that a long walk leaves its thread to others in between.</summary>
internal sealed class ItemScan(IStoreSnapshot snapshot, KeyRange range, ScanDirection direction = ScanDirection.Forward)
{
    private const int PieceEntries = 256;
    private const int PieceBytes = 1 << 20;

    private KeyRange rest = range;
    private bool isOver;

    /// <summary>The next entries.</summary>
    /// <param name="entries">Emptied and filled; the arrays belong to the caller.</param>
    /// <returns>False if there are none left.</returns>
    public bool Next(List<(byte[] Key, byte[] Value)> entries)
    {
        entries.Clear();
        if (isOver) return false;

        using IStoreCursor cursor = snapshot.Scan(rest, direction);
        int bytes = 0;
        while (entries.Count < PieceEntries && bytes < PieceBytes)
        {
            if (!cursor.MoveNext())
            {
                isOver = true;
                break;
            }

            entries.Add((cursor.Key.ToArray(), cursor.Value.ToArray()));
            bytes += cursor.Key.Length + cursor.Value.Length;
        }

        if (entries.Count == 0) return false;
        rest = direction == ScanDirection.Forward ? rest with { Start = (byte[])[.. entries[^1].Key, 0] } : rest with { End = entries[^1].Key };
        return true;
    }
}
