namespace Gateway.Replication.Backup;

/// <summary>A place that gets all that a PoP writes. It never makes a write wait, and goes on where it was after any stop.</summary>
/// <remarks>For one caller at a time. Rules only: somebody else decides when it takes a step.</remarks>
public interface IBackupSink : IAsyncDisposable
{
    /// <summary>How messages call it.</summary>
    string Name { get; }

    /// <summary>The log up to here is safe there: nothing before it is asked for again. -1 until that is known.</summary>
    long Position { get; }

    /// <summary>Does some of what there is to do.</summary>
    /// <returns>True if there is more to do at once.</returns>
    /// <exception cref="BackupFault">It cannot go on now; the next step tries again.</exception>
    ValueTask<bool> StepAsync(CancellationToken token);
}
