using System.Text;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;
using Gateway.Storage;
using Gateway.Storage.Keys;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>Keeps a poller running for each mapping that is enabled.</summary>
internal sealed class EventSourceHost : IAsyncDisposable
{
    private readonly LambdaParts parts;
    private readonly MappingCatalog mappings;
    private readonly BatchRunner batches;
    private readonly StreamClient? streams;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (CancellationTokenSource Stop, Task Run)> pollers = new(StringComparer.Ordinal);
    private readonly HashSet<Task> ending = [];
    private bool isClosed;

    public EventSourceHost(LambdaParts parts, MappingCatalog mappings, FunctionCatalog functions, FunctionInvoker invoker, Destinations destinations, EventQueue queue, IdMaker ids)
    {
        this.parts = parts;
        this.mappings = mappings;
        batches = new BatchRunner(functions, invoker, destinations, queue, ids, parts.Time);
        streams = parts.Dynamo is null ? null : new StreamClient(parts.Dynamo);
    }

    /// <summary>Begins with all mappings that are enabled.</summary>
    public void Start()
    {
        RemovePositionsOfNoMapping();
        foreach (MappingRecord mapping in mappings.All) Change(null, mapping);
        mappings.Changed = Change;
    }

    /// <summary>The shard of a stream; null if there is no such stream.</summary>
    public Task<string?> FindShardAsync(string accountId, string region, string streamArn, CancellationToken token) =>
        streams is null ? Task.FromResult<string?>(null) : streams.FindShardAsync(accountId, region, streamArn, token);

    /// <summary>Notes where a new mapping begins.</summary>
    public ValueTask BeginAsync(MappingRecord mapping, string shardId) =>
        mapping.StartingPosition == "LATEST" ? MappingPoller.BeginAtEndAsync(mapping, shardId, parts.Commits) : ValueTask.CompletedTask;

    /// <summary>Forgets how far a mapping had read.</summary>
    public ValueTask ForgetAsync(MappingRecord mapping) => parts.Commits.Write(0, MappingPoller.KeyOf(mapping), static (batch, _, key) => batch.Delete(key)).Durable;

    public async ValueTask DisposeAsync()
    {
        mappings.Changed = null;
        List<Task> runs;
        lock (gate)
        {
            isClosed = true;
            runs = [.. ending];
            foreach ((CancellationTokenSource stop, Task run) in pollers.Values)
            {
                stop.Cancel();
                runs.Add(run);
            }
        }

        await Task.WhenAll(runs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A poller may note its position once more while its mapping is deleted, or the PoP ends between the two.</summary>
    private void RemovePositionsOfNoMapping()
    {
        HashSet<string> known = [.. mappings.All.Select(mapping => mapping.Uuid)];
        List<byte[]> orphans = [];
        using (IStoreSnapshot snapshot = parts.Store.Snapshot())
        using (IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix((byte[])[(byte)KeySpace.EventSource])))
        {
            while (cursor.MoveNext())
            {
                if (!known.Contains(Encoding.UTF8.GetString(cursor.Key[1..]))) orphans.Add(cursor.Key.ToArray());
            }
        }

        foreach (byte[] orphan in orphans) parts.Commits.Write(0, orphan, static (batch, _, key) => batch.Delete(key));
    }

    private void Change(MappingRecord? before, MappingRecord? after)
    {
        if (streams is null) return;
        string key = (after ?? before)!.Key;
        lock (gate)
        {
            if (isClosed) return;
            bool isSame = before is not null && after is not null && before with { LastProcessingResult = after.LastProcessingResult, StateReason = after.StateReason, LastModified = after.LastModified } == after;
            if (isSame) return;
            Task previous = Task.CompletedTask;
            if (pollers.Remove(key, out (CancellationTokenSource Stop, Task Run) old))
            {
                old.Stop.Cancel();
                previous = old.Run;
                KeepUntilEnded(previous);
            }

            if (after is not { IsEnabled: true }) return;
            CancellationTokenSource stop = new();
            MappingPoller poller = new(after, parts, streams, batches, mappings);
            pollers[key] = (stop, Task.Run(() => RunAfterAsync(previous, poller, stop), CancellationToken.None));
        }
    }

    /// <summary>Whoever closes the host waits for those that were told to end, too.</summary>
    private void KeepUntilEnded(Task run)
    {
        ending.Add(run);
        _ = run.ContinueWith(Ended, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        void Ended(Task task)
        {
            lock (gate) ending.Remove(task);
        }
    }

    /// <summary>A changed mapping begins where the one before has ended: never two at once.</summary>
    private static async Task RunAfterAsync(Task previous, MappingPoller poller, CancellationTokenSource stop)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await poller.RunAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was told to end.
        }
        finally
        {
            stop.Dispose();
        }
    }
}
