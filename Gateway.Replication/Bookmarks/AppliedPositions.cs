using Gateway.Storage.Commit;

namespace Gateway.Replication.Bookmarks;

/// <summary>How far every PoP's log is visible here. Safe for several threads.</summary>
/// <param name="self">This PoP.</param>
/// <param name="commits">Its own writes.</param>
public sealed class AppliedPositions(string self, CommitLoop commits)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> positions = [];
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What whoever reads here now has seen.</summary>
    public Bookmark Now
    {
        get
        {
            long own = commits.AssignedSequence;
            lock (gate) return new Bookmark([.. positions, KeyValuePair.Create(self, own)]);
        }
    }

    /// <summary>Waits until all that a bookmark names is visible here.</summary>
    /// <param name="bookmark">Positions of this PoP itself count as reached: what it has acknowledged is here.</param>
    /// <param name="token">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">It is not, in time.</exception>
    public async Task WaitAsync(Bookmark bookmark, CancellationToken token)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (bookmark.Positions.All(wanted => wanted.Key == self || positions.GetValueOrDefault(wanted.Key) >= wanted.Value)) return;
                next = moved.Task;
            }

            await next.WaitAsync(token).ConfigureAwait(false);
        }
    }

    /// <summary>Notes that a PoP's log is visible here up to a position.</summary>
    internal void Set(string pop, long position)
    {
        TaskCompletionSource? waiting = null;
        lock (gate)
        {
            if (positions.TryGetValue(pop, out long known) && known == position) return;
            positions[pop] = position;
            (waiting, moved) = (moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waiting.TrySetResult();
    }
}
