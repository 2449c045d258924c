using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Gateway.StackCompat.Logs.Storage;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.StackCompat.Logs;

/// <summary>
/// What functions print, kept within bounds and over restarts. <see cref="Append"/> only queues: a loop writes what has gathered, and whoever reads writes it
/// first, so that a reader sees all that was appended before. Source: docs/formats/stack.md.
/// </summary>
public sealed partial class FunctionLogStore : IAsyncDisposable
{
    /// <summary>What CloudWatch adds to the size of each event.</summary>
    internal const int EventOverheadBytes = 26;

    private const int MessageBytesMax = 1 << 20;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetentionEvery = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly ConcurrentQueue<Waiting> queue = new();
    private readonly Dictionary<(string Account, string Region, string Name), LogGroup> groups = [];
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource stopping = new();
    private readonly IKeyValueStore store;
    private readonly CommitLoop commits;
    private readonly TimeProvider time;
    private readonly LogLimits limits;
    private readonly Task writing;
    private DateTimeOffset nextRetention;
    private long waitingBytes;
    private long bytes;
    private long sequence;
    private uint nextGroup = 1;
    private int isAwake;

    /// <summary>Reads which groups and streams there are, and begins to write.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="commits">Makes it durable.</param>
    /// <param name="time">Dates events, and lets them gather.</param>
    /// <param name="limits">How much is kept; the usual if null.</param>
    public FunctionLogStore(IKeyValueStore store, CommitLoop commits, TimeProvider time, LogLimits? limits = null)
    {
        this.store = store;
        this.commits = commits;
        this.time = time;
        this.limits = limits ?? new LogLimits();
        Load();
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Adds one event; never waits and never fails. A full log drops its oldest events.</summary>
    /// <param name="accountId">The tenant.</param>
    /// <param name="region">As <c>us-east-1</c>.</param>
    /// <param name="group">As <c>/aws/lambda/name</c>; made if it is not there.</param>
    /// <param name="stream">As <c>2026/11/22/[$LATEST]0123456789abcdef0123456789abcdef</c>; made if it is not there.</param>
    /// <param name="milliseconds">When, since 1970.</param>
    /// <param name="message">One event, most often one line with its line break.</param>
    public void Append(string accountId, string region, string group, string stream, long milliseconds, string message)
    {
        queue.Enqueue(new Waiting(accountId, region, group, stream, milliseconds, message));
        long waiting = Interlocked.Add(ref waitingBytes, SizeInQueue(message));
        while (waiting > limits.WaitingBytesMax && queue.TryDequeue(out Waiting? dropped)) waiting = Interlocked.Add(ref waitingBytes, -SizeInQueue(dropped.Message));
        if (Interlocked.Exchange(ref isAwake, 1) == 0) wake.Release();
    }

    /// <summary>Writes what has gathered.</summary>
    /// <returns>Ends when it is durable.</returns>
    public ValueTask FlushAsync()
    {
        lock (gate) return Drain().Durable;
    }

    /// <summary>Writes what has gathered, and ends. After this nothing is kept any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await FlushAsync().ConfigureAwait(false);
        }
        catch (StoreFault) // the store is closed, or takes no more writes: logs are not worth more than that
        {
        }

        stopping.Dispose(); // not the semaphore: whoever prints now must not fail
    }

    private static int SizeInQueue(string message) => (message.Length * 2) + 64;

    private static byte[] GroupBytes(LogGroupRecord group) => JsonSerializer.SerializeToUtf8Bytes(group, LogJson.Default.LogGroupRecord);

    private static byte[] StreamBytes(LogStreamRecord stream) => JsonSerializer.SerializeToUtf8Bytes(stream, LogJson.Default.LogStreamRecord);

    private async Task WriteAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            await wake.WaitAsync(stopping.Token).ConfigureAwait(false);
            await Task.Delay(Gathering, time, stopping.Token).ConfigureAwait(false);
            Volatile.Write(ref isAwake, 0);
            try
            {
                await FlushAsync().ConfigureAwait(false);
            }
            catch (StoreFault) // what was in the batch is lost; a full disk must not stop functions
            {
            }
        }
    }

    private void Load()
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor found = snapshot.Scan(LogKeys.Groups);
        while (found.MoveNext())
        {
            LogGroup group = new(JsonSerializer.Deserialize(found.Value, LogJson.Default.LogGroupRecord)!);
            groups.Add((group.Record.AccountId, group.Record.Region, group.Record.Name), group);
            nextGroup = Math.Max(nextGroup, group.Record.Number + 1);
            using IStoreCursor streams = snapshot.Scan(LogKeys.StreamsOf(group.Record.Number));
            while (streams.MoveNext())
            {
                LogStreamRecord stream = JsonSerializer.Deserialize(streams.Value, LogJson.Default.LogStreamRecord)!;
                group.Streams.Add(stream.Name, new LogStream(stream));
                group.NextStream = Math.Max(group.NextStream, stream.Number + 1);
                group.Bytes += stream.Bytes;
                sequence = Math.Max(sequence, stream.LastSequence);
            }

            bytes += group.Bytes;
        }
    }

    /// <summary>Under the lock: one batch of all that waits.</summary>
    private CommitTicket Drain()
    {
        WriteBatch batch = new();
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        HashSet<(LogGroup Group, LogStream Stream)> touched = [];
        for (int left = queue.Count; left > 0 && queue.TryDequeue(out Waiting? waiting); left--)
        {
            Interlocked.Add(ref waitingBytes, -SizeInQueue(waiting.Message));
            LogGroup group = GroupOf(batch, waiting.AccountId, waiting.Region, waiting.Group, now);
            LogStream stream = StreamOf(batch, group, waiting.Stream, now);
            Add(batch, group, stream, waiting.Milliseconds, now, waiting.Message);
            touched.Add((group, stream));
        }

        foreach (LogGroup group in touched.Select(one => one.Group).Distinct()) HoldBounds(batch, group);
        while (bytes > limits.BytesMax && groups.Values.MaxBy(group => group.Bytes) is { Bytes: > 0 } largest) DropOldest(batch, largest);
        foreach ((LogGroup group, LogStream stream) in touched)
        {
            if (group.Streams.GetValueOrDefault(stream.Record.Name) == stream) batch.Put(LogKeys.Stream(group.Record.Number, stream.Record.Number), StreamBytes(stream.Record));
        }

        if (time.GetUtcNow() >= nextRetention)
        {
            nextRetention = time.GetUtcNow() + RetentionEvery;
            foreach (LogGroup group in groups.Values) DropExpired(batch, group);
        }

        return batch.Count == 0 ? default : commits.Write(0, batch, static (target, _, source) => target.Append(source));
    }

    private LogGroup GroupOf(WriteBatch batch, string account, string region, string name, long now)
    {
        if (groups.TryGetValue((account, region, name), out LogGroup? known)) return known;
        LogGroup made = new(new LogGroupRecord { Number = nextGroup++, AccountId = account, Region = region, Name = name, CreationTime = now });
        groups.Add((account, region, name), made);
        batch.Put(LogKeys.Group(made.Record.Number), GroupBytes(made.Record));
        return made;
    }

    private LogStream StreamOf(WriteBatch batch, LogGroup group, string name, long now)
    {
        if (group.Streams.TryGetValue(name, out LogStream? known)) return known;
        while (group.Streams.Count >= limits.StreamsMax) DropStream(batch, group, OldestOf(group));
        LogStream made = new(new LogStreamRecord { Number = group.NextStream++, Name = name, CreationTime = now, LastSequence = sequence });
        group.Streams.Add(name, made);
        batch.Put(LogKeys.Stream(group.Record.Number, made.Record.Number), StreamBytes(made.Record));
        return made;
    }

    private void Add(WriteBatch batch, LogGroup group, LogStream stream, long milliseconds, long now, string message)
    {
        byte[] value = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(message)];
        BinaryPrimitives.WriteInt64LittleEndian(value, now);
        Encoding.UTF8.GetBytes(message, value.AsSpan(sizeof(long)));
        if (value.Length > MessageBytesMax) value = value[..MessageBytesMax];
        batch.Put(LogKeys.Event(group.Record.Number, stream.Record.Number, new LogPosition(milliseconds, ++sequence)), value);

        long size = value.Length - sizeof(long) + EventOverheadBytes;
        LogStreamRecord before = stream.Record;
        stream.Record = before with
        {
            FirstEvent = Math.Min(before.FirstEvent ?? long.MaxValue, milliseconds),
            LastEvent = Math.Max(before.LastEvent ?? long.MinValue, milliseconds),
            LastIngestion = now,
            LastSequence = sequence,
            Bytes = before.Bytes + size,
        };
        group.Bytes += size;
        bytes += size;
    }

    private sealed record Waiting(string AccountId, string Region, string Group, string Stream, long Milliseconds, string Message);
}
