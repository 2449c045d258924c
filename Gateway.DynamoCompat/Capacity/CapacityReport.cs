using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Indexes;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Capacity;

/// <summary>What a request consumed of one table: ConsumedCapacity. Source: model ConsumedCapacity; doc CapacityUnitCalculations.</summary>
/// <param name="table">The table.</param>
/// <param name="name">The table as the request names it.</param>
/// <param name="withIndexes">INDEXES instead of TOTAL.</param>
internal sealed class CapacityReport(TableSchema table, string name, bool withIndexes)
{
    private readonly Dictionary<SecondaryIndex, double> indexes = [];
    private double units;
    private double readUnits;
    private double writeUnits;
    private bool isTransaction;

    /// <summary>The report that a request asks for.</summary>
    /// <returns>Null if it asks for none.</returns>
    public static CapacityReport? For(WireStructure input, TableSchema table, string name) => input.Text("ReturnConsumedCapacity") switch
    {
        "TOTAL" => new CapacityReport(table, name, withIndexes: false),
        "INDEXES" => new CapacityReport(table, name, withIndexes: true),
        _ => null,
    };

    /// <summary>Adds a read of the table or of one of its indexes.</summary>
    /// <param name="bytes">What was read.</param>
    /// <param name="isConsistent">Else it costs half.</param>
    /// <param name="index">The index that was read; null for the table.</param>
    public void AddRead(long bytes, bool isConsistent, SecondaryIndex? index = null) => Add(CapacityUnits.OfRead(bytes) * (isConsistent ? 1 : 0.5), index);

    /// <summary>Adds units of the table or of one of its indexes.</summary>
    public void Add(double amount, SecondaryIndex? index = null)
    {
        if (index is null) units += amount;
        else indexes[index] = indexes.GetValueOrDefault(index) + amount;
    }

    /// <summary>Adds a read of one item in a transaction: it costs double.</summary>
    public void AddTransactionalRead(long bytes)
    {
        isTransaction = true;
        readUnits += 2 * CapacityUnits.OfRead(bytes);
        Add(2 * CapacityUnits.OfRead(bytes));
    }

    /// <summary>Adds a write of one item and of its index entries.</summary>
    /// <param name="write">What was written.</param>
    /// <param name="factor">2 in a transaction.</param>
    public void AddWrite(PlannedWrite write, int factor = 1)
    {
        isTransaction |= factor > 1;
        long bytes = Math.Max(write.Before.IsNone ? 0 : write.Before.ItemSizeBytes, write.After.IsNone ? 0 : write.After.ItemSizeBytes);
        Count(CapacityUnits.OfWrite(bytes) * factor, null);
        foreach (SecondaryIndex index in table.Indexes)
        {
            long entry = UnitsOf(index, write.Before, write.After);
            if (entry > 0) Count(entry * factor, index);
        }

        void Count(double amount, SecondaryIndex? index)
        {
            writeUnits += amount;
            Add(amount, index);
        }
    }

    /// <summary>Writes the object.</summary>
    public void Write(Utf8JsonWriter answer)
    {
        answer.WriteStartObject();
        answer.WriteString("TableName"u8, name);
        WriteUnits(answer, "CapacityUnits"u8, units + indexes.Values.Sum());
        if (isTransaction && readUnits > 0) WriteUnits(answer, "ReadCapacityUnits"u8, readUnits);
        if (isTransaction && writeUnits > 0) WriteUnits(answer, "WriteCapacityUnits"u8, writeUnits);
        if (withIndexes)
        {
            answer.WritePropertyName("Table"u8);
            WriteCapacity(answer, units);
            WriteIndexes(answer, "LocalSecondaryIndexes"u8, isGlobal: false);
            WriteIndexes(answer, "GlobalSecondaryIndexes"u8, isGlobal: true);
        }

        answer.WriteEndObject();
    }

    /// <summary>What keeping an index costs for one change: an entry that moves is removed and written.</summary>
    private static long UnitsOf(SecondaryIndex index, Value before, Value after)
    {
        Value old = !before.IsNone && IndexKeys.IsIn(index, before) ? index.ViewOf(before) : default;
        Value now = !after.IsNone && IndexKeys.IsIn(index, after) ? index.ViewOf(after) : default;
        if (old == now) return 0;
        if (old.IsNone) return CapacityUnits.OfWrite(now.ItemSizeBytes);
        if (now.IsNone) return CapacityUnits.OfWrite(old.ItemSizeBytes);
        return IndexKeys.HaveSameKey(index, old, now)
            ? CapacityUnits.OfWrite(Math.Max(old.ItemSizeBytes, now.ItemSizeBytes))
            : CapacityUnits.OfWrite(old.ItemSizeBytes) + CapacityUnits.OfWrite(now.ItemSizeBytes);
    }

    private void WriteIndexes(Utf8JsonWriter answer, ReadOnlySpan<byte> member, bool isGlobal)
    {
        if (!indexes.Keys.Any(index => index.IsGlobal == isGlobal)) return;
        answer.WriteStartObject(member);
        foreach ((SecondaryIndex index, double amount) in indexes)
        {
            if (index.IsGlobal != isGlobal) continue;
            answer.WritePropertyName(index.Name);
            WriteCapacity(answer, amount);
        }

        answer.WriteEndObject();
    }

    private void WriteCapacity(Utf8JsonWriter answer, double amount)
    {
        answer.WriteStartObject();
        if (isTransaction && readUnits > 0) WriteUnits(answer, "ReadCapacityUnits"u8, amount);
        if (isTransaction && writeUnits > 0) WriteUnits(answer, "WriteCapacityUnits"u8, amount);
        WriteUnits(answer, "CapacityUnits"u8, amount);
        answer.WriteEndObject();
    }

    /// <summary>With a decimal place, also for whole numbers, as AWS does.</summary>
    private static void WriteUnits(Utf8JsonWriter answer, ReadOnlySpan<byte> member, double amount)
    {
        Span<byte> text = stackalloc byte[32];
        amount.TryFormat(text, out int length, "0.0##");
        answer.WritePropertyName(member);
        answer.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
