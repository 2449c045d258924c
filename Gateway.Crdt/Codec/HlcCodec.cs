using Gateway.Crdt.Time;

namespace Gateway.Crdt.Codec;

/// <summary>Times as few bytes: most counters are 0, most times lie near another one.</summary>
internal static class HlcCodec
{
    private const ulong HasCounter = 1;

    /// <summary>A time by itself: 6 bytes until the year 2039.</summary>
    public static void Time(this ByteWriter writer, HlcTime time) => Write(writer, (ulong)time.Milliseconds, time.Counter, time.Counter != 0);

    public static HlcTime Time(this ref ByteReader reader, string what)
    {
        int start = reader.At;
        (ulong milliseconds, int counter) = Read(ref reader, what);
        return Compose((long)milliseconds, counter < 0 ? 0 : counter, start);
    }

    /// <summary>How far a time lies below a later one: 1 byte for the same time, 3 to 5 for minutes to months.</summary>
    public static void Below(this ByteWriter writer, HlcTime later, HlcTime time)
    {
        if (time > later) throw new DocumentFault(DocumentFaultKind.StampBeyondContext, $"The time {time} lies beyond {later}, which its context admits.");
        ulong distance = (ulong)(later.Milliseconds - time.Milliseconds);
        Write(writer, distance, time.Counter, distance == 0 ? time != later : time.Counter != 0);
    }

    public static HlcTime Below(this ref ByteReader reader, HlcTime later, string what)
    {
        int start = reader.At;
        (ulong distance, int counter) = Read(ref reader, what);
        if (distance > (ulong)later.Milliseconds) throw DocumentFault.Malformed($"A time of {what} lies before all time", start);
        if (distance == 0 && counter < 0) return later;
        HlcTime time = Compose(later.Milliseconds - (long)distance, counter < 0 ? 0 : counter, start);
        return time <= later ? time : throw DocumentFault.Malformed($"A time of {what} lies beyond its context", start);
    }

    /// <summary>How far a time lies from another one, on either side.</summary>
    public static void Near(this ByteWriter writer, HlcTime other, HlcTime time)
    {
        long distance = time.Milliseconds - other.Milliseconds;
        Write(writer, (ulong)((distance << 1) ^ (distance >> 63)), time.Counter, time.Counter != 0);
    }

    public static HlcTime Near(this ref ByteReader reader, HlcTime other, string what)
    {
        int start = reader.At;
        (ulong folded, int counter) = Read(ref reader, what);
        long distance = (long)(folded >> 1) ^ -(long)(folded & 1);
        return Compose(other.Milliseconds + distance, counter < 0 ? 0 : counter, start);
    }

    private static void Write(ByteWriter writer, ulong number, int counter, bool withCounter)
    {
        writer.Varint((number << 1) | (withCounter ? HasCounter : 0));
        if (withCounter) writer.Varint(counter);
    }

    private static (ulong Number, int Counter) Read(ref ByteReader reader, string what)
    {
        int start = reader.At;
        ulong head = reader.Varint(what);
        if ((head & HasCounter) == 0) return (head >> 1, -1);
        ulong counter = reader.Varint(what);
        return counter <= ushort.MaxValue ? (head >> 1, (int)counter) : throw DocumentFault.Malformed($"A counter of {what} is too large", start);
    }

    private static HlcTime Compose(long milliseconds, int counter, int start)
    {
        if (milliseconds is < 0 or >= 1L << 48) throw DocumentFault.Malformed("A time is out of range", start);
        return HlcTime.At(milliseconds, counter);
    }
}
