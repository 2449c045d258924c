using System.Runtime.InteropServices;
using Gateway.Crdt;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Replication.Replica;
using Gateway.Replication.Shipping;
using Google.Protobuf;

namespace Gateway.Replication.Messages;

/// <summary>Units as frames carry them.</summary>
internal static class UnitCodec
{
    /// <summary>A unit of log entries as a message.</summary>
    public static Unit Write(OutgoingUnit unit, FrameTables tables)
    {
        Unit message = new() { FirstPosition = unit.First, LastPosition = unit.Last };
        foreach (OutgoingChange change in unit.Changes)
        {
            Change written = change.Fragment is { } fragment ? Write(fragment) : new Change { Delta = UnsafeByteOperations.UnsafeWrap(change.Delta) };
            written.Table = tables.PlaceOf(change.Table);
            written.Milliseconds = change.Milliseconds;
            message.Changes.Add(written);
        }

        return message;
    }

    /// <summary>Documents that are to be merged together as a message.</summary>
    public static Unit Write(IReadOnlyList<IncomingChange> changes, FrameTables tables)
    {
        Unit message = new();
        foreach (IncomingChange change in changes)
        {
            Change written = Write(change.Fragment);
            written.Table = tables.PlaceOf(change.Table);
            written.Milliseconds = change.Milliseconds;
            message.Changes.Add(written);
        }

        return message;
    }

    /// <summary>Reads a unit that came from a peer: every byte is checked.</summary>
    /// <param name="message">The unit.</param>
    /// <param name="tables">The ids of its frame.</param>
    /// <param name="origin">The peer.</param>
    /// <exception cref="InvalidDataException">It is no unit.</exception>
    /// <exception cref="DocumentFault">A piece of it is no encoding.</exception>
    public static IncomingUnit Read(Unit message, UInt128[] tables, string origin)
    {
        if (message.Changes.Count == 0) throw new InvalidDataException("A unit without changes.");
        IncomingChange[] changes = new IncomingChange[message.Changes.Count];
        for (int i = 0; i < changes.Length; i++)
        {
            Change change = message.Changes[i];
            if (change.Table >= tables.Length) throw new InvalidDataException("A change names a table that its frame does not.");
            changes[i] = new IncomingChange(tables[change.Table], Read(change), change.Milliseconds);
        }

        return new IncomingUnit(changes, origin);
    }

    private static Change Write(Fragment fragment) => fragment switch
    {
        Fragment.OfDelta { Delta: var delta } => new Change { Delta = Wrap(DeltaCodec.Encode(delta)) },
        Fragment.OfMerged { Merged: var merged } => new Change { Merged = Wrap(MergedDeltaCodec.Encode(merged)) },
        Fragment.OfDocument { Document: var document } => new Change
        {
            Document = new DocumentBytes { Key = ByteString.CopyFrom(document.Key.Bytes), Content = Wrap(DocumentCodec.Encode(document)) },
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Fragment Read(Change change) => change.FragmentCase switch
    {
        Change.FragmentOneofCase.Delta => new Fragment.OfDelta(DeltaCodec.Decode(Bytes(change.Delta))),
        Change.FragmentOneofCase.Merged => new Fragment.OfMerged(MergedDeltaCodec.DecodeForeign(Bytes(change.Merged))),
        Change.FragmentOneofCase.Document => new Fragment.OfDocument(DocumentCodec.DecodeForeign(new ItemKey(change.Document.Key.Memory), Bytes(change.Document.Content))),
        _ => throw new InvalidDataException("A change of a kind that this program does not know."),
    };

    private static ByteString Wrap(byte[] bytes) => UnsafeByteOperations.UnsafeWrap(bytes);

    /// <summary>The parser gives each its own array; it is not copied again.</summary>
    private static byte[] Bytes(ByteString bytes) =>
        MemoryMarshal.TryGetArray(bytes.Memory, out ArraySegment<byte> segment) && segment.Offset == 0 && segment.Array!.Length == segment.Count ? segment.Array : bytes.ToByteArray();
}
