using System.Collections.Concurrent;
using System.Text.Json;
using Gateway.DynamoCompat.Execution;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>Runs the jobs that requests leave behind, each until it is done: also those of an earlier run of the program.</summary>
/// <remarks>A job is written in the batch of the request that makes it, begun when that is durable, and forgotten when it is done.</remarks>
internal sealed class BackgroundJobs(IKeyValueStore store, CommitLoop commits, TableCatalog tables, Hop hop, TimeProvider time, Action<Exception, string> onBug) : IAsyncDisposable
{
    /// <summary>A job for which there was no room on the disk, or whose writes were refused, is done again after this time.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<uint, (JobRecord Job, Task Running)> running = new();
    private readonly ConcurrentDictionary<uint, JobRecord> failed = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<JobKind, IJobWork> works = [];

    /// <summary>The jobs that are not done yet.</summary>
    public IEnumerable<JobRecord> Unfinished => running.Values.Select(entry => entry.Job).Concat(failed.Values);

    /// <summary>True if no job is left, or all that are left wait for their time.</summary>
    public bool IsIdle => running.Values.All(entry => entry.Job.NotBefore > time.GetUtcNow());

    /// <summary>Says how jobs of a kind are done. Before <see cref="Resume"/>.</summary>
    public void Teach(IJobWork work) => works.Add(work.Kind, work);

    /// <summary>Begins the jobs that the store holds.</summary>
    public void Resume()
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(CatalogKeys.Jobs);
        List<JobRecord> found = [];
        while (cursor.MoveNext())
        {
            found.Add(JsonSerializer.Deserialize(cursor.Value, CatalogJson.Default.JobRecord) ?? throw new StoreFault(StoreFaultKind.Corrupt, "A background job's entry is empty."));
        }

        foreach (JobRecord job in found) Begin(job);
    }

    /// <summary>Writes a job into the batch of the request that makes it.</summary>
    /// <param name="batch">The request's batch.</param>
    /// <param name="make">Gets the job's number.</param>
    /// <returns>The job, for <see cref="Begin(JobRecord, IStoreSnapshot?)"/>.</returns>
    public JobRecord Write(WriteBatch batch, Func<uint, JobRecord> make)
    {
        JobRecord job = make(tables.TakeNumber(batch));
        batch.Put(CatalogKeys.Job(job.Number), JsonSerializer.SerializeToUtf8Bytes(job, CatalogJson.Default.JobRecord));
        return job;
    }

    /// <summary>Begins a job whose batch is written.</summary>
    /// <param name="job">The job.</param>
    /// <param name="start">The store at the moment of the request, if the job wants it; disposed of when the job ends.</param>
    public void Begin(JobRecord job, IStoreSnapshot? start = null) => Begin(job, start, isAgain: false);

    /// <summary>Ends when no job is left, or all that are left wait for their time.</summary>
    public async Task WhenIdleAsync()
    {
        while (running.Values.Where(entry => entry.Job.NotBefore <= time.GetUtcNow()).Select(entry => entry.Running).ToArray() is { Length: > 0 } busy)
        {
            await Task.WhenAll(busy).ConfigureAwait(false);
        }
    }

    /// <summary>Ends when no other job that <paramref name="which"/> describes is left.</summary>
    /// <exception cref="OperationCanceledException">The PoP stops, and they are not done.</exception>
    /// <exception cref="InvalidOperationException">One of them cannot be done in this run of the program.</exception>
    public async Task WhenDoneAsync(JobRecord asking, Func<JobRecord, bool> which)
    {
        while (running.Values.Where(entry => entry.Job.Number != asking.Number && which(entry.Job)).Select(entry => entry.Running).ToArray() is { Length: > 0 } others)
        {
            await Task.WhenAll(others).ConfigureAwait(false);
        }

        stopping.Token.ThrowIfCancellationRequested();
        if (failed.Values.FirstOrDefault(which) is { } job) throw new InvalidOperationException($"Job {asking.Number} ({asking.Kind}) waits for job {job.Number} ({job.Kind}), which has failed.");
    }

    /// <summary>Stops the jobs where they are; they are done again at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        while (running.Values.Select(entry => entry.Running).ToArray() is { Length: > 0 } left) await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private void Begin(JobRecord job, IStoreSnapshot? start, bool isAgain)
    {
        TaskCompletionSource registered = new();
        running[job.Number] = (job, RunAsync(job, start, isAgain, registered.Task));
        registered.SetResult();
    }

    private async Task RunAsync(JobRecord job, IStoreSnapshot? start, bool isAgain, Task registered)
    {
        await registered.ConfigureAwait(false);
        await hop;
        bool isOver = true;
        try
        {
            TimeSpan wait = job.NotBefore - time.GetUtcNow();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, stopping.Token).ConfigureAwait(false);
            isOver = await TryAsync(job, start, isAgain).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Done again at the next start.
        }
        catch (StoreFault fault) when (fault.Kind == StoreFaultKind.Closed)
        {
            // As above.
        }
        catch (Exception bug)
        {
            failed[job.Number] = job; // tried again at the next start
            onBug(bug, job.Kind.ToString());
        }
        finally
        {
            if (isOver || stopping.IsCancellationRequested)
            {
                start?.Dispose();
                running.TryRemove(job.Number, out _);
            }
            else
            {
                Begin(job with { NotBefore = time.GetUtcNow() + RetryInterval }, start, isAgain: true); // meanwhile it waits for its time
            }
        }
    }

    /// <summary>Does a job and forgets it.</summary>
    /// <returns>False if it is to be done again: what hinders it ends by itself.</returns>
    private async Task<bool> TryAsync(JobRecord job, IStoreSnapshot? start, bool isAgain)
    {
        try
        {
            await works[job.Kind].RunAsync(job, start, stopping.Token).ConfigureAwait(false);
            await commits.Write(0, job.Number, static (batch, _, number) => batch.Delete(CatalogKeys.Job(number))).Durable.ConfigureAwait(false);
            return true;
        }
        catch (StoreFault fault) when (fault.Kind == StoreFaultKind.Full)
        {
            if (!isAgain) onBug(fault, job.Kind.ToString());
            return false;
        }
        catch (WireException)
        {
            return false; // this PoP takes no writes now
        }
    }
}
