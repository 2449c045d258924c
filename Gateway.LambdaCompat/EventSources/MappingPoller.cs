using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.LambdaCompat.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>Reads the stream of one mapping as long as it is as it is, and gives its records to the function: at least once, in order for each item.</summary>
/// <remarks>
/// Records are shared out by the items' keys over as many lanes as the parallelization factor says; a lane whose batch fails does not hold up the
/// others until they have read as far as the poller reads ahead. When there is nothing to read it waits for the next change of the store that is
/// durable; writers never wait for it.
/// </remarks>
internal sealed class MappingPoller
{
    private const int PageRecordsMax = 1000;

    private static readonly TimeSpan ProblemWait = TimeSpan.FromSeconds(5);

    private readonly MappingRecord mapping;
    private readonly LambdaParts parts;
    private readonly StreamClient streams;
    private readonly BatchRunner batches;
    private readonly MappingCatalog mappings;
    private readonly List<EventPattern> patterns;
    private readonly List<MappingLane> lanes = [];
    private readonly StreamProgress progress = new();
    private string shardId = "";
    private string? iterator;
    private string? readUpTo;

    public MappingPoller(MappingRecord mapping, LambdaParts parts, StreamClient streams, BatchRunner batches, MappingCatalog mappings)
    {
        this.mapping = mapping;
        this.parts = parts;
        this.streams = streams;
        this.batches = batches;
        this.mappings = mappings;
        patterns = [.. mapping.Filters.Select(text => EventPattern.TryParse(text, out EventPattern? pattern) ? pattern : null).OfType<EventPattern>()];
        for (int i = 0; i < mapping.ParallelizationFactor; i++) lanes.Add(new MappingLane(mapping, parts.Time, RunBatchAsync));
    }

    /// <summary>The key of a mapping's position.</summary>
    public static byte[] KeyOf(MappingRecord mapping) => [(byte)KeySpace.EventSource, .. Encoding.UTF8.GetBytes(mapping.Uuid)];

    /// <summary>Notes where a new mapping begins that wants only what comes from now on.</summary>
    public static ValueTask BeginAtEndAsync(MappingRecord mapping, string shardId, CommitLoop commits)
    {
        // Sequence numbers are the store's sequences as 21 digits.
        string last = string.Create(CultureInfo.InvariantCulture, $"1{commits.DurableSequence:D20}");
        return Write(mapping, new Checkpoint(shardId, last), commits).Durable;
    }

    /// <summary>Runs until it is told to end.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        if (parts.Store.Get(KeyOf(mapping)) is { } kept) readUpTo = JsonSerializer.Deserialize(kept, RecordJson.Default.Checkpoint)?.SequenceNumber;
        Task working = Task.WhenAll(lanes.Select(lane => lane.RunAsync(token)));
        try
        {
            while (!token.IsCancellationRequested) await ReadOnAsync(token).ConfigureAwait(false);
        }
        finally
        {
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static CommitTicket Write(MappingRecord mapping, Checkpoint checkpoint, CommitLoop commits)
    {
        byte[] value = JsonSerializer.SerializeToUtf8Bytes(checkpoint, RecordJson.Default.Checkpoint);
        return commits.Write(0, (KeyOf(mapping), value), static (batch, _, entry) => batch.Put(entry.Item1, entry.value));
    }

    /// <summary>One page, or what to do when there is none.</summary>
    private async Task ReadOnAsync(CancellationToken token)
    {
        try
        {
            if (iterator is null && !await FindPlaceAsync(token).ConfigureAwait(false)) return;
            long seen = parts.Commits.DurableSequence;
            StreamPage page = await streams.ReadAsync(mapping, iterator!, PageRecordsMax, token).ConfigureAwait(false);
            iterator = page.NextIterator ?? iterator;
            if (page.Items.Count > 0) await ShareOutAsync(page.Items, token).ConfigureAwait(false);
            else if (page.NextIterator is null) await Task.Delay(Timeout.InfiniteTimeSpan, parts.Time, token).ConfigureAwait(false); // the stream is over
            else await WaitForMoreAsync(seen, token).ConfigureAwait(false);
        }
        catch (StreamException fault)
        {
            iterator = null;
            if (fault.Code == "TrimmedDataAccessException") readUpTo = null;
            else if (fault.Code != "ExpiredIteratorException") await PauseAsync($"PROBLEM: {fault.Message}", token).ConfigureAwait(false);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            parts.OnBug(bug, $"event source mapping {mapping.Uuid}");
            iterator = null;
            await PauseAsync("PROBLEM: Internal error", token).ConfigureAwait(false);
        }
    }

    private async Task<bool> FindPlaceAsync(CancellationToken token)
    {
        string? shard = await streams.FindShardAsync(mapping.AccountId, mapping.Region, mapping.EventSourceArn, token).ConfigureAwait(false);
        if (shard is null)
        {
            await PauseAsync("PROBLEM: Stream not found", token).ConfigureAwait(false);
            return false;
        }

        shardId = shard;
        iterator = await streams.IteratorAsync(mapping, shard, readUpTo, token).ConfigureAwait(false);
        return true;
    }

    private async Task ShareOutAsync(IReadOnlyList<StreamItem> items, CancellationToken token)
    {
        foreach (StreamItem item in items) progress.Begin(item.SequenceNumber);
        readUpTo = items[^1].SequenceNumber;
        ILookup<bool, StreamItem> wanted = items.ToLookup(IsWanted);
        foreach (IGrouping<int, StreamItem> lane in wanted[true].GroupBy(LaneOf)) await lanes[lane.Key].AddAsync([.. lane], token).ConfigureAwait(false);
        await EndAsync(wanted[false]).ConfigureAwait(false);
    }

    private bool IsWanted(StreamItem item) =>
        (item.OriginPop is null || RemoteEvents.AreWanted(mapping, batches.FunctionOf(mapping), item)) && (patterns.Count == 0 || patterns.Exists(pattern => pattern.Matches(item.Json)));

    private int LaneOf(StreamItem item) => lanes.Count == 1 ? 0 : (int)(KeyHash.Of(Encoding.UTF8.GetBytes(item.Keys)) % (uint)lanes.Count);

    private async Task WaitForMoreAsync(long seen, CancellationToken token)
    {
        // The pause keeps many mappings from reading at every write of other tables; the first change after a quiet time is seen at once.
        if (parts.Commits.DurableSequence > seen) await Task.Delay(parts.Options.StreamPollInterval, parts.Time, token).ConfigureAwait(false);
        await parts.Commits.WaitDurableAsync(seen + 1, token).ConfigureAwait(false);
    }

    private async Task RunBatchAsync(IReadOnlyList<StreamItem> items, CancellationToken token)
    {
        while (true)
        {
            try
            {
                await batches.RunAsync(mapping, shardId, items, NoteAsync, token).ConfigureAwait(false);
                await EndAsync(items).ConfigureAwait(false);
                return;
            }
            catch (Exception bug) when (bug is not OperationCanceledException)
            {
                parts.OnBug(bug, $"event source mapping {mapping.Uuid}");
                await PauseAsync("PROBLEM: Internal error", token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Notes records as done with; durable when it ends.</summary>
    private async Task EndAsync(IEnumerable<StreamItem> items)
    {
        CommitTicket ticket = default;
        progress.End(items.Select(item => item.SequenceNumber), position => ticket = Write(mapping, new Checkpoint(shardId, position), parts.Commits));
        await ticket.Durable.ConfigureAwait(false);
    }

    private async Task PauseAsync(string problem, CancellationToken token)
    {
        await NoteAsync(problem).ConfigureAwait(false);
        await Task.Delay(ProblemWait, parts.Time, token).ConfigureAwait(false);
    }

    private async ValueTask NoteAsync(string? problem)
    {
        string result = problem ?? "OK";
        if (mappings.Find(mapping.Key)?.LastProcessingResult == result) return;
        await mappings.ChangeAsync(mapping.Key, now => now is null || now.LastProcessingResult == result ? now : now with { LastProcessingResult = result }).ConfigureAwait(false);
    }
}
