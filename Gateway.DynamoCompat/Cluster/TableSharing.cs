using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Tables;
using Gateway.Storage;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>
/// Tells other PoPs of the tables that are made, changed and deleted here, and follows what they tell. While the store is alone nothing is told. A table that
/// has something untold keeps, in the catalog, what was shared before: so a crash between a change and its telling is healed at the next start.
/// </summary>
internal sealed class TableSharing : IAsyncDisposable
{
    /// <summary>What could not be told, or followed, is tried again after this time: the disk was full, or the clock far off.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly SystemTable system;
    private readonly TableCatalog tables;
    private readonly TableFollower follower;
    private readonly Func<string> replica;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private readonly Action<Exception, string> onBug;
    private readonly Turns turns;
    private readonly Hop hop;
    private readonly Lock gate = new();
    private IDisposable? subscription;
    private Task scheduled = Task.CompletedTask;
    private Task retrying = Task.CompletedTask;
    private volatile bool isOn;

    /// <summary>Puts it together; <see cref="Start"/> starts it.</summary>
    /// <param name="replica">Who counts the deletions that are made here.</param>
    /// <param name="hop">Where it goes on in the background.</param>
    /// <param name="time">For what is tried again.</param>
    /// <param name="onBug">Told of what went wrong in the background, and where.</param>
    public TableSharing(SystemTable system, TableCatalog tables, TableFollower follower, Func<string> replica, Hop hop, TimeProvider time, Action<Exception, string> onBug)
    {
        this.system = system;
        this.tables = tables;
        this.follower = follower;
        this.replica = replica;
        this.hop = hop;
        this.time = time;
        this.onBug = onBug;
        turns = new Turns(hop);
    }

    /// <summary>True once there are, or were, other PoPs.</summary>
    public bool IsOn => isOn;

    /// <summary>True if nothing is left to follow.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate) return scheduled.IsCompleted;
        }
    }

    /// <summary>For tests: nothing is told or followed any more.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Starts.</summary>
    /// <param name="isReplicated">True if there are other PoPs; otherwise it waits for <see cref="Begin"/>.</param>
    public void Start(bool isReplicated)
    {
        tables.Sharing = this;
        subscription = system.Subscribe(TableRecord.Kind, (id, _, _) => Schedule(() => isOn ? ReconcileAsync(id) : Task.CompletedTask));
        if (isReplicated) Begin();
    }

    /// <summary>There are other PoPs from now on: they are told of all tables, and of all that was left untold, in the background.</summary>
    public void Begin()
    {
        isOn = true; // from here on the catalog notes of every change that it is untold
        Refresh();
    }

    /// <summary>Follows anew what is known of all tables, in the background: what this PoP is to hold may have changed.</summary>
    public void Refresh()
    {
        if (isOn) Schedule(ReconcileAllAsync);
    }

    /// <summary>The id of a table that is about to be made; null where any will do. Under the catalog's lock.</summary>
    public string? IdFor(Caller caller, string name, IReadOnlyList<KeyElement> key, IReadOnlyList<AttributeDefinition> attributes)
    {
        if (!isOn) return null;
        string id = TableRecord.IdOf(caller.AccountId, caller.Region, name);
        int untold = tables.Untold.Count(table => table.Phase == TablePhase.Deleting && table.RecordId == id);
        return TableIdentity.Derive(id, Find(id).Generation + untold, TableIdentity.KeyText(key, attributes));
    }

    /// <summary>True if a name is that of a table which this PoP does not hold.</summary>
    public bool IsTaken(Caller caller, string name)
    {
        if (!isOn) return false;
        string id = TableRecord.IdOf(caller.AccountId, caller.Region, name);
        return Find(id).Current is { } current && tables.Untold.All(table => table.Phase != TablePhase.Deleting || table.TableId != current.TableId);
    }

    /// <summary>Raised when a request here has changed a table so that this PoP is to hold items that it does not have. Short; must not throw.</summary>
    public event Action? HoldsMore;

    /// <summary>Tells of such a change.</summary>
    public void NoteMore() => HoldsMore?.Invoke();

    /// <inheritdoc cref="TableFollower.BringsMore"/>
    public bool BringsMore(TableDefinition before, TableDefinition after) => follower.BringsMore(before, after);

    /// <summary>Tells what is untold of a table name. What cannot be told now, because the clock is far off or the disk full, is told later: the change itself is made.</summary>
    public async Task TryTellAsync(string id)
    {
        try
        {
            await ReconcileAsync(id).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WireException or StoreFault { Kind: StoreFaultKind.Full })
        {
            RetryLater();
        }
    }

    /// <summary>Tells what is untold of a table name, and makes the table here what all have made of it.</summary>
    public async Task ReconcileAsync(string id)
    {
        if (IsHeld) return;
        TaskCompletionSource turn = await turns.TakeAsync().ConfigureAwait(false);
        try
        {
            bool isDone;
            do
            {
                TableDefinition[] untold = [.. tables.Untold.Where(table => table.RecordId == id).OrderBy(table => table.Number)];
                if (untold.Length > 0) await system.UpdateAsync(TableRecord.Kind, id, record => Tell(record, untold)).ConfigureAwait(false);
                isDone = await follower.FollowAsync(id, Find(id), untold).ConfigureAwait(false);
            }
            while (!isDone);
        }
        finally
        {
            turn.SetResult();
        }
    }

    /// <summary>Ends when nothing is left to follow.</summary>
    public async Task WhenIdleAsync()
    {
        Task last;
        do
        {
            lock (gate) last = scheduled;
            await last.ConfigureAwait(false);
        }
        while (!last.IsCompleted || !IsLast(last));
    }

    /// <summary>Follows no more, and ends when what it had begun is over.</summary>
    public async ValueTask DisposeAsync()
    {
        subscription?.Dispose();
        await stopping.CancelAsync().ConfigureAwait(false);
        await WhenIdleAsync().ConfigureAwait(false);
        await retrying.ConfigureAwait(false);
        stopping.Dispose();
    }

    private bool IsLast(Task task)
    {
        lock (gate) return scheduled == task;
    }

    private TableRecord Find(string id) => TableRecord.Read(system.Find(TableRecord.Kind, id) ?? default);

    private Value Tell(Value known, TableDefinition[] untold)
    {
        TableRecord record = TableRecord.Read(known);
        foreach (TableDefinition table in untold)
        {
            if (table.Phase == TablePhase.Deleting) record = record.Delete(table.TableId, replica());
            else if (table.Untold is not { Length: > 0 } before) record = record.Create(TableIdentity.Of(table), SharedForm.Of(table));
            else record = record.Change(table.TableId, Value.Decode(before), SharedForm.Of(table));
        }

        return record.Over(known);
    }

    private async Task ReconcileAllAsync()
    {
        foreach (TableDefinition table in tables.All.Where(table => table is { IsShared: false, Untold: null }).ToArray())
        {
            await tables.AdoptAsync(table.Number, (before, _) => before is { IsShared: false, Untold: null, IsRestoring: false, Phase: not TablePhase.Deleting } ? before with { Untold = [] } : before).ConfigureAwait(false);
        }

        HashSet<string> ids = [.. tables.Untold.Select(table => table.RecordId), .. system.All(TableRecord.Kind).Select(record => record.Id)];
        follower.IsCatchingUp = true;
        try
        {
            foreach (string id in ids) await ReconcileAsync(id).ConfigureAwait(false);
        }
        finally
        {
            follower.IsCatchingUp = false;
        }
    }

    private void RetryLater()
    {
        lock (gate)
        {
            if (retrying.IsCompleted && !stopping.IsCancellationRequested) retrying = RetryAsync();
        }
    }

    private async Task RetryAsync()
    {
        await Task.Delay(RetryInterval, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested) Refresh();
    }

    private void Schedule(Func<Task> work)
    {
        lock (gate) scheduled = RunAsync(scheduled, work);
    }

    private async Task RunAsync(Task before, Func<Task> work)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await hop;
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (exception is not WireException) onBug(exception, "tables of other PoPs"); // a refusal ends by itself
            RetryLater();
        }
    }
}
