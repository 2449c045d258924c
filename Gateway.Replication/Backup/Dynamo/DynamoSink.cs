using System.Collections.Concurrent;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.Replication.Backup.Files;
using Gateway.Storage.Log;

namespace Gateway.Replication.Backup.Dynamo;

/// <summary>Keeps the tables of an endpoint that speaks DynamoDB in step: what shows here shows there. First all is copied, then what the log names.</summary>
/// <remarks>Items are read when they are sent, so an older value never follows a newer one, and what changed often is sent once. Why: ADR 29.</remarks>
public sealed class DynamoSink : IBackupSink
{
    private const int PageEntries = 2000;
    private const int MarksMax = 1_000_000;
    private const int MarksAtOnce = 2000;

    private readonly ConcurrentDictionary<(uint Table, ItemKey Key), byte> marks = new();
    private readonly Dictionary<uint, BackupTable> tables = [];
    private readonly HashSet<uint> skipped = [];
    private readonly IBackupSource source;
    private readonly LogReader log;
    private readonly IAmazonDynamoDB client;
    private readonly DynamoTarget target;
    private readonly DynamoSinkOptions options;
    private readonly DynamoStateFile file;
    private readonly Action<string>? onNote;
    private FullCopy? copy;
    private bool hasMarksLost;
    private bool isOpen;
    private DynamoSinkState? saved;
    private long position = -1;

    /// <summary>Makes a sink; it calls the endpoint with its first step.</summary>
    /// <param name="source">What is backed up.</param>
    /// <param name="log">Its log.</param>
    /// <param name="client">The endpoint; disposed of with this.</param>
    /// <param name="options">Whose tables, and where it remembers how far it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onNote">Told what an operator may want to know.</param>
    public DynamoSink(IBackupSource source, LogReader log, IAmazonDynamoDB client, DynamoSinkOptions options, TimeProvider time, Action<string>? onNote = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.source = source;
        this.log = log;
        this.client = client;
        this.options = options;
        this.onNote = onNote;
        target = new DynamoTarget(client, time);
        file = new DynamoStateFile(options.StateFile);
    }

    /// <inheritdoc/>
    public string Name => $"DynamoDB at {options.Target}";

    /// <inheritdoc/>
    public long Position => Volatile.Read(ref position);

    /// <summary>True if other PoPs write, too: their changes are in no log here, see <see cref="Mark"/>.</summary>
    public Func<bool> HasPeers { get; init; } = () => false;

    /// <summary>Notes that an item was changed by another PoP. Never waits.</summary>
    /// <param name="table">The table's number.</param>
    /// <param name="key">Which item; kept.</param>
    public void Mark(uint table, ItemKey key)
    {
        if (marks.Count < MarksMax) marks[(table, key)] = 0;
        else hasMarksLost = true;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> StepAsync(CancellationToken token)
    {
        try
        {
            if (!isOpen) Open();
            if (copy is not null) return await CopyAsync(copy, token).ConfigureAwait(false);
            return await FollowAsync(token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is AmazonServiceException or AmazonClientException or HttpRequestException or IOException || (fault is OperationCanceledException && !token.IsCancellationRequested))
        {
            throw new BackupFault($"{options.Target}: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        copy?.Dispose();
        if (saved is not null && copy is null && marks.IsEmpty && !hasMarksLost) Save(isClean: true);
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Open()
    {
        string replica = BackupNames.Hex(source.Origin.Replica);
        saved = file.Read();
        if (saved is { } state && state.Target == options.Target && state.Replica == replica && state.Position <= source.Sequence && (state.IsClean || !HasPeers())) Volatile.Write(ref position, state.Position);
        else BeginCopy();
        isOpen = true;
        if (copy is null && HasPeers()) Save(isClean: false);
    }

    private void BeginCopy()
    {
        copy?.Dispose();
        hasMarksLost = false;
        marks.Clear();
        tables.Clear();
        skipped.Clear();
        Volatile.Write(ref position, -1);
        copy = new FullCopy(source.Snapshot());
    }

    private async Task<bool> CopyAsync(FullCopy from, CancellationToken token)
    {
        if (from.Next(MarksAtOnce) is { } items)
        {
            await SendAsync(items, token).ConfigureAwait(false);
            return true;
        }

        foreach (BackupTable table in from.Tables)
        {
            if (await FindAsync(table.Number, token).ConfigureAwait(false) is not null) await SweepAsync(table, token).ConfigureAwait(false);
        }

        copy = null;
        from.Dispose();
        Volatile.Write(ref position, from.Position);
        Save(isClean: !HasPeers());
        return true;
    }

    private async Task<bool> FollowAsync(CancellationToken token)
    {
        if (hasMarksLost)
        {
            BeginCopy();
            return true;
        }

        LogPage page = log.Read(Position, PageEntries);
        if (page.IsTrimmed)
        {
            onNote?.Invoke($"the log behind {Position} is gone, {options.Target} was away for too long: all is copied again");
            BeginCopy();
            return true;
        }

        HashSet<(uint Table, ItemKey Key)> changed = [.. page.Entries.Where(entry => entry.Table != 0).Select(entry => (entry.Table, entry.ItemKey))];
        (uint Table, ItemKey Key)[] marked = [.. marks.Keys.Take(MarksAtOnce)];
        foreach ((uint Table, ItemKey Key) mark in marked) marks.TryRemove(mark, out _); // before they are read: what changes from here on marks them again
        changed.UnionWith(marked);
        try
        {
            await SendAsync(changed, token).ConfigureAwait(false);
        }
        catch
        {
            foreach ((uint Table, ItemKey Key) mark in marked) marks[mark] = 0;
            throw;
        }

        if (page.Position != Position)
        {
            Volatile.Write(ref position, page.Position);
            Save(isClean: !HasPeers());
        }

        return changed.Count > 0;
    }

    private async Task SendAsync(IReadOnlyCollection<(uint Table, ItemKey Key)> items, CancellationToken token)
    {
        foreach (IGrouping<uint, (uint Table, ItemKey Key)> group in items.GroupBy(item => item.Table))
        {
            if (await FindAsync(group.Key, token).ConfigureAwait(false) is not { } table) continue;
            List<WriteRequest> writes = [];
            foreach ((uint number, ItemKey key) in group)
            {
                Value item = source.Item(number, key);
                Value keyItem = item.IsNone ? source.KeyOf(number, key) : default;
                if (!item.IsNone) writes.Add(new WriteRequest(new PutRequest(ItemAttributes.Of(item))));
                else if (!keyItem.IsNone) writes.Add(new WriteRequest(new DeleteRequest(ItemAttributes.Of(keyItem))));
            }

            await source.WhenDurableAsync(token).ConfigureAwait(false); // nothing is there that a crash could take back here
            foreach (string refusal in await target.WriteAsync(table.Name, writes, token).ConfigureAwait(false)) onNote?.Invoke($"{options.Target} does not take an item of {table.Name}: {refusal}");
        }
    }

    /// <summary>Removes what is there and not here.</summary>
    private async Task SweepAsync(BackupTable table, CancellationToken token)
    {
        await foreach (IReadOnlyList<Dictionary<string, AttributeValue>> keys in target.KeysAsync(table, token).ConfigureAwait(false))
        {
            List<WriteRequest> writes = [];
            foreach (Dictionary<string, AttributeValue> key in keys)
            {
                if (source.KeyFrom(table.Number, ItemAttributes.KeyOf(key)) is { } item && source.Item(table.Number, item).IsNone) writes.Add(new WriteRequest(new DeleteRequest(key)));
            }

            if (writes.Count > 0) await target.WriteAsync(table.Name, writes, token).ConfigureAwait(false);
        }
    }

    /// <summary>The table of a number, made there if it is missing; null if it is not one that is backed up, or is there no more.</summary>
    private async Task<BackupTable?> FindAsync(uint number, CancellationToken token)
    {
        if (tables.TryGetValue(number, out BackupTable? known)) return known;
        if (skipped.Contains(number)) return null;
        BackupTable? table = source.Tables.FirstOrDefault(one => one.Number == number);
        if (table is null) return null;
        BackupTable? namesake = tables.Values.FirstOrDefault(one => one.Name == table.Name);
        if (namesake is not null && source.Tables.All(one => one.Number != namesake.Number))
        {
            tables.Remove(namesake.Number); // dropped
            namesake = null;
        }

        if ((options.Account is not null && table.Account != options.Account) || namesake is not null)
        {
            skipped.Add(number);
            if (namesake is not null) onNote?.Invoke($"{table.Name} of {table.Account} in {table.Region} is not copied to {options.Target}: {table.Name} of {namesake.Account} in {namesake.Region} is");
            return null;
        }

        await target.EnsureAsync(table, token).ConfigureAwait(false);
        return tables[number] = table;
    }

    private void Save(bool isClean)
    {
        saved = new DynamoSinkState(options.Target, BackupNames.Hex(source.Origin.Replica), Position, isClean);
        file.Write(saved);
    }
}
