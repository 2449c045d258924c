namespace Gateway.DynamoCompat.Tables;

/// <summary>The place of one table in the catalog: what its schema is now. Every schema of the table knows it.</summary>
internal sealed class TableSlot
{
    private volatile TableSchema? newest;
    private volatile TableSchema? open;

    /// <summary>The schema that holds now; null once the table is dropped.</summary>
    public TableSchema? Newest => newest;

    /// <summary>The schema that holds now, if the table takes reads and writes: it is neither created nor deleted.</summary>
    public TableSchema? Open(TimeProvider time)
    {
        TableSchema? schema = newest;
        if (schema is null || schema == open) return schema; // once open, a schema stays so: only another one closes the table
        if (schema.Definition.PhaseAt(time.GetUtcNow()) is TablePhase.Creating or TablePhase.Deleting) return null;
        open = schema;
        return schema;
    }

    /// <summary>Under the catalog's lock.</summary>
    public void Set(TableSchema? schema) => newest = schema;
}
