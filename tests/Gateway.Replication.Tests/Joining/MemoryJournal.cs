using Gateway.Replication.Joining;

namespace Gateway.Replication.Tests.Joining;

internal sealed class MemoryJournal : IJoinJournal
{
    private byte[]? kept;

    public int Saved { get; private set; }

    /// <summary>Called with each record, by whoever writes it.</summary>
    public Action? Saving { get; set; }

    public byte[]? Load() => kept;

    public void Save(byte[] record)
    {
        Saving?.Invoke();
        kept = record;
        Saved++;
    }
}
