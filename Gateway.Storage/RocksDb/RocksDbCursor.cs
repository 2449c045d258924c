using Gateway.Storage.Keys;
using Gateway.Storage.RocksDb.Native;

namespace Gateway.Storage.RocksDb;

/// <summary>Walks a range: the part of it in the main family and the part in the appended one, which come one after the other.</summary>
internal sealed unsafe class RocksDbCursor : IStoreCursor
{
    private readonly SnapshotHandle snapshot;
    private readonly KeyRange range;
    private readonly ScanDirection direction;
    private readonly uint lastFamily;
    private uint family;
    private IteratorHandle? iterator;
    private bool isPlaced;
    private bool isOver;
    private byte* key;
    private byte* value;
    private nuint keyLength;
    private nuint valueLength;

    public RocksDbCursor(SnapshotHandle snapshot, KeyRange range, ScanDirection direction)
    {
        this.snapshot = snapshot;
        this.range = range;
        this.direction = direction;
        uint first = KeyFamily.Of(range.Start.Span);
        uint last = range.End.IsEmpty || range.End.Span.SequenceCompareTo([KeyFamily.AppendedFrom]) > 0 ? KeyFamily.Appended : KeyFamily.Main;
        (family, lastFamily) = direction == ScanDirection.Forward ? (first, last) : (last, first);

        // The library refuses nothing here but would read before the range begins.
        isOver = !range.End.IsEmpty && range.Start.Span.SequenceCompareTo(range.End.Span) >= 0;
        if (!isOver) iterator = Open();
    }

    public ReadOnlySpan<byte> Key => key == null ? throw NotOnEntry() : new ReadOnlySpan<byte>(key, (int)keyLength);

    public ReadOnlySpan<byte> Value => key == null ? throw NotOnEntry() : new ReadOnlySpan<byte>(value, (int)valueLength);

    public bool MoveNext()
    {
        key = null;
        while (!isOver)
        {
            if (Move()) return true;
            if (family == lastFamily)
            {
                isOver = true;
                break;
            }

            iterator!.Dispose();
            family = lastFamily;
            isPlaced = false;
            iterator = Open();
        }

        ObjectDisposedException.ThrowIf(iterator is { IsClosed: true }, this);
        return false;
    }

    public void Dispose()
    {
        key = null;
        iterator?.Dispose();
    }

    private static InvalidOperationException NotOnEntry() => new("The cursor is not on an entry.");

    private IteratorHandle Open()
    {
        ReadOnlySpan<byte> border = [KeyFamily.AppendedFrom];
        bool isMain = family == KeyFamily.Main;
        ReadOnlySpan<byte> start = isMain || KeyFamily.Of(range.Start.Span) == KeyFamily.Appended ? range.Start.Span : border;
        ReadOnlySpan<byte> end = isMain && (range.End.IsEmpty || range.End.Span.SequenceCompareTo(border) > 0) ? border : range.End.Span;
        return new IteratorHandle(snapshot, family, start, end, fillCache: isMain);
    }

    private bool Move()
    {
        using HandleLease lease = new(iterator!);
        nint pointer = lease.Pointer;
        switch (direction)
        {
            case ScanDirection.Forward when isPlaced:
                RocksDbNative.rocksdb_iter_next(pointer);
                break;
            case ScanDirection.Forward:
                RocksDbNative.rocksdb_iter_seek_to_first(pointer);
                break;
            case ScanDirection.Backward when isPlaced:
                RocksDbNative.rocksdb_iter_prev(pointer);
                break;
            default:
                RocksDbNative.rocksdb_iter_seek_to_last(pointer);
                break;
        }

        isPlaced = true;
        if (RocksDbNative.rocksdb_iter_valid(pointer) == 0)
        {
            nint error = 0;
            RocksDbNative.rocksdb_iter_get_error(pointer, &error);
            RocksDbError.ThrowIf(error);
            return false;
        }

        nuint length;
        key = RocksDbNative.rocksdb_iter_key(pointer, &length);
        keyLength = length;
        value = RocksDbNative.rocksdb_iter_value(pointer, &length);
        valueLength = length;
        return true;
    }
}
