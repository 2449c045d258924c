using Gateway.Storage;

namespace Gateway.DynamoCompat.Tables.Jobs;

/// <summary>One kind of background job.</summary>
internal interface IJobWork
{
    JobKind Kind { get; }

    /// <summary>Does the job, from its beginning.</summary>
    /// <param name="job">The job.</param>
    /// <param name="start">The store at the moment of the request; null when the job is done again after a restart. Disposed of by the caller.</param>
    /// <param name="token">The PoP stops.</param>
    Task RunAsync(JobRecord job, IStoreSnapshot? start, CancellationToken token);
}
