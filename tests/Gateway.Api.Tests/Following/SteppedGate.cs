using Gateway.DynamoCompat.Scopes;
using Gateway.Replication.Following;

namespace Gateway.Api.Tests.Following;

/// <summary>Lets requests wait for partitions as the real gate does, but on nobody's thread: whoever waited goes on within <see cref="Step"/>.</summary>
internal sealed class SteppedGate(PartitionFollower follower) : IPartitionGate
{
    private readonly List<(PartitionFetch Fetch, long Until, TaskCompletionSource Passed)> waiting = [];

    public ValueTask EnsureAsync(UInt128 table, ReadOnlyMemory<byte> partition, CancellationToken token)
    {
        if (follower.Use(new PartitionName(table, partition)) is not { } fetch) return default;
        TaskCompletionSource passed = new();
        waiting.Add((fetch, follower.Now + (long)follower.Options.Wait.TotalMilliseconds, passed));
        return new ValueTask(passed.Task);
    }

    public bool MayWrite(UInt128 table, ReadOnlyMemory<byte> partition) => follower.MayWrite(new PartitionName(table, partition));

    public bool MayForget(UInt128 table, ReadOnlyMemory<byte> partition) => follower.MayForget(new PartitionName(table, partition));

    /// <summary>Lets pass whose partition has come, or whose time is over.</summary>
    public void Step()
    {
        foreach ((PartitionFetch fetch, long until, TaskCompletionSource passed) one in waiting.ToArray())
        {
            if (follower.Now >= one.until) one.fetch.Done.TrySetResult();
            if (!one.fetch.Done.Task.IsCompleted) continue;
            waiting.Remove(one);
            one.passed.SetResult();
        }
    }
}
