namespace Gateway.Replication.Joining;

/// <summary>Keeps in the store how far this PoP has come in taking over a snapshot.</summary>
public interface IJoinJournal
{
    /// <summary>What was kept last; null if nothing was.</summary>
    byte[]? Load();

    /// <summary>Keeps a record; it becomes durable after all that was written before it, and does not wait for that.</summary>
    void Save(byte[] record);
}
