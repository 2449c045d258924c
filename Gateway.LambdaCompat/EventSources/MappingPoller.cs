using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.LambdaCompat.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>Reads the stream of one mapping as long as it is as it is, and gives its records to the function: at least once, in order for each item.</summary>
/// <remarks>
/// It works in rounds: read some records, share them out over as many lanes as the parallelization factor says by the items' keys, wait until
/// all lanes have ended, note the position. Between rounds it waits for the next change of the store that is durable; writers never wait for it.
/// </remarks>
internal sealed class MappingPoller(MappingRecord mapping, LambdaParts parts, StreamClient streams, BatchRunner batches, MappingCatalog mappings)
{
    private const int PageRecordsMax = 1000;
    private const int BatchBytesMax = 6 * 1024 * 1024;

    private static readonly TimeSpan ProblemWait = TimeSpan.FromSeconds(5);

    private readonly List<EventPattern> patterns = [.. mapping.Filters.Select(text => EventPattern.TryParse(text, out EventPattern? pattern) ? pattern : null).OfType<EventPattern>()];
    private string shardId = "";
    private string? iterator;
    private string? position; // all records up to this one are done with

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
        while (!token.IsCancellationRequested)
        {
            try
            {
                await RunRoundAsync(token).ConfigureAwait(false);
            }
            catch (StreamException fault)
            {
                iterator = null;
                if (fault.Code == "TrimmedDataAccessException") position = null;
                else if (fault.Code != "ExpiredIteratorException") await PauseAsync($"PROBLEM: {fault.Message}", token).ConfigureAwait(false);
            }
            catch (Exception bug) when (bug is not OperationCanceledException)
            {
                parts.OnBug(bug, $"event source mapping {mapping.Uuid}");
                iterator = null;
                await PauseAsync("PROBLEM: Internal error", token).ConfigureAwait(false);
            }
        }
    }

    private static CommitTicket Write(MappingRecord mapping, Checkpoint checkpoint, CommitLoop commits)
    {
        byte[] value = JsonSerializer.SerializeToUtf8Bytes(checkpoint, RecordJson.Default.Checkpoint);
        return commits.Write(0, (KeyOf(mapping), value), static (batch, _, entry) => batch.Put(entry.Item1, entry.value));
    }

    private async Task RunRoundAsync(CancellationToken token)
    {
        if (iterator is null && !await FindPlaceAsync(token).ConfigureAwait(false)) return;
        (List<StreamItem> items, string? last) = await GatherAsync(token).ConfigureAwait(false);
        if (items.Count > 0)
        {
            IEnumerable<Task> lanes = items.GroupBy(LaneOf).Select(lane => RunLaneAsync([.. lane], token));
            await Task.WhenAll(lanes).ConfigureAwait(false);
        }

        if (last is null || last == position) return;
        position = last;
        await Write(mapping, new Checkpoint(shardId, last), parts.Commits).Durable.ConfigureAwait(false);
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
        if (position is null && parts.Store.Get(KeyOf(mapping)) is { } kept) position = JsonSerializer.Deserialize(kept, RecordJson.Default.Checkpoint)?.SequenceNumber;
        try
        {
            iterator = await streams.IteratorAsync(mapping, shard, position, token).ConfigureAwait(false);
        }
        catch (StreamException trimmed) when (trimmed.Code == "TrimmedDataAccessException")
        {
            iterator = await streams.IteratorAsync(mapping, shard, null, token).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Waits for records, and with a batching window for more of them.</summary>
    /// <returns>Those that pass the filters, and the last one that was read.</returns>
    private async Task<(List<StreamItem> Items, string? Last)> GatherAsync(CancellationToken token)
    {
        List<StreamItem> items = [];
        string? last = null;
        DateTimeOffset? until = null;
        int wanted = mapping.BatchSize * mapping.ParallelizationFactor;
        while (true)
        {
            long seen = parts.Commits.DurableSequence;
            StreamPage page = await streams.ReadAsync(mapping, iterator!, Math.Clamp(wanted - items.Count, 1, PageRecordsMax), token).ConfigureAwait(false);
            if (page.Items.Count > 0) last = page.Items[^1].SequenceNumber;
            items.AddRange(page.Items.Where(item => patterns.Count == 0 || patterns.Exists(pattern => pattern.Matches(item.Json))));
            bool isOver = page.NextIterator is null;
            iterator = page.NextIterator ?? iterator;
            if (items.Count >= wanted || (items.Count > 0 && (isOver || mapping.BatchingWindowSeconds == 0))) return (items, last);
            if (items.Count == 0 && last is not null) return (items, last); // all were filtered out: note that they are done with

            if (items.Count > 0) until ??= parts.Time.GetUtcNow() + TimeSpan.FromSeconds(mapping.BatchingWindowSeconds);
            if (until is { } end && parts.Time.GetUtcNow() >= end) return (items, last);
            if (page.Items.Count == 0) await WaitForMoreAsync(seen, until, isOver, token).ConfigureAwait(false);
        }
    }

    private async Task WaitForMoreAsync(long seen, DateTimeOffset? until, bool isOver, CancellationToken token)
    {
        // The pause keeps many mappings from reading at every write of other tables; the first change after a quiet time is seen at once.
        if (parts.Commits.DurableSequence > seen) await Task.Delay(parts.Options.StreamPollInterval, parts.Time, token).ConfigureAwait(false);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task change = isOver ? Task.Delay(Timeout.InfiniteTimeSpan, parts.Time, either.Token) : parts.Commits.WaitDurableAsync(seen + 1, either.Token).AsTask();
        if (until is { } end)
        {
            TimeSpan left = end - parts.Time.GetUtcNow();
            if (left > TimeSpan.Zero) await Task.WhenAny(change, Task.Delay(left, parts.Time, either.Token)).ConfigureAwait(false);
            await either.CancelAsync().ConfigureAwait(false);
            await change.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            token.ThrowIfCancellationRequested();
        }
        else
        {
            await change.ConfigureAwait(false);
        }
    }

    private int LaneOf(StreamItem item) => mapping.ParallelizationFactor == 1 ? 0 : (int)(KeyHash.Of(Encoding.UTF8.GetBytes(item.Keys)) % (uint)mapping.ParallelizationFactor);

    private async Task RunLaneAsync(List<StreamItem> items, CancellationToken token)
    {
        for (int begin = 0; begin < items.Count;)
        {
            int end = begin;
            for (int bytes = 0; end < items.Count && end - begin < mapping.BatchSize; end++)
            {
                bytes += items[end].Json.GetRawText().Length;
                if (bytes > BatchBytesMax && end > begin) break;
            }

            await batches.RunAsync(mapping, shardId, items[begin..end], NoteAsync, token).ConfigureAwait(false);
            begin = end;
        }
    }

    private async ValueTask PauseAsync(string problem, CancellationToken token)
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
