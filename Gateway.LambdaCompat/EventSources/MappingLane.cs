using System.Threading.Channels;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>Works on a part of a stream's records in order: gathers batches, has them run, says when they are done with.</summary>
/// <param name="mapping">Whose records they are.</param>
/// <param name="time">For the batching window.</param>
/// <param name="run">Runs a batch until it is done with.</param>
internal sealed class MappingLane(MappingRecord mapping, TimeProvider time, Func<IReadOnlyList<StreamItem>, CancellationToken, Task> run)
{
    private const int BatchBytesMax = 6 * 1024 * 1024;
    private const int PagesAheadMax = 2;

    private readonly Channel<IReadOnlyList<StreamItem>> pages = Channel.CreateBounded<IReadOnlyList<StreamItem>>(PagesAheadMax);
    private readonly Queue<StreamItem> waiting = new();

    /// <summary>Adds records; waits while the lane has enough to do.</summary>
    public ValueTask AddAsync(IReadOnlyList<StreamItem> items, CancellationToken token) => pages.Writer.WriteAsync(items, token);

    /// <summary>Runs until it is told to end.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            if (waiting.Count == 0) Take(await pages.Reader.ReadAsync(token).ConfigureAwait(false));
            await GatherAsync(token).ConfigureAwait(false);
            await run(NextBatch(), token).ConfigureAwait(false);
        }
    }

    private void Take(IReadOnlyList<StreamItem> items)
    {
        foreach (StreamItem item in items) waiting.Enqueue(item);
    }

    /// <summary>Takes what is there, and with a batching window waits for more.</summary>
    private async Task GatherAsync(CancellationToken token)
    {
        DateTimeOffset until = time.GetUtcNow() + TimeSpan.FromSeconds(mapping.BatchingWindowSeconds);
        while (waiting.Count < mapping.BatchSize)
        {
            if (pages.Reader.TryRead(out IReadOnlyList<StreamItem>? more))
            {
                Take(more);
                continue;
            }

            TimeSpan left = until - time.GetUtcNow();
            if (left <= TimeSpan.Zero) return;
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task arrival = pages.Reader.WaitToReadAsync(either.Token).AsTask();
            await Task.WhenAny(arrival, Task.Delay(left, time, either.Token)).ConfigureAwait(false);
            await either.CancelAsync().ConfigureAwait(false);
            await arrival.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            token.ThrowIfCancellationRequested();
        }
    }

    private List<StreamItem> NextBatch()
    {
        List<StreamItem> batch = [];
        for (int bytes = 0; batch.Count < mapping.BatchSize && waiting.TryPeek(out StreamItem? next);)
        {
            bytes += next.Json.GetRawText().Length;
            if (bytes > BatchBytesMax && batch.Count > 0) break;
            batch.Add(waiting.Dequeue());
        }

        return batch;
    }
}
