using Gateway.Replication.Joining;

namespace Gateway.Replication.Tests.Joining;

internal sealed class MemoryJournal : IJoinJournal
{
    private byte[]? kept;

    public int Saved { get; private set; }

    public byte[]? Load() => kept;

    public void Save(byte[] record)
    {
        kept = record;
        Saved++;
    }
}
