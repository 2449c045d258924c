using Gateway.Replication.Links;
using Gateway.Replication.Messages;

namespace Gateway.Replication.Following;

/// <summary>
/// Which partitions this PoP follows of items that live where they are written: asks the others when one is used that has no lease, renews leases that are in use, and asks
/// PoPs that come back. Whoever uses a partition has a lease, the PoP that wrote it too: so a user may go anywhere and back.
/// </summary>
/// <remarks>No threads, no waiting but in <see cref="EnsureAsync"/>. Safe for several threads. Source: DESIGN 6, ADR 33.</remarks>
internal sealed class PartitionFollower
{
    private const long SweepMilliseconds = 1_000;

    private readonly Lock gate = new();
    private readonly LinkHouse house;
    private readonly FollowOptions options;
    private readonly OwnLeases leases;
    private long sweepAt;

    /// <param name="house">What links share.</param>
    /// <param name="data">What tables say.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="journal">Where leases are kept.</param>
    public PartitionFollower(LinkHouse house, IFollowedData data, FollowOptions options, FollowJournal journal)
    {
        this.house = house;
        this.options = options;
        Data = data;
        Given = new GivenLeases(journal);
        FollowedUnits documents = new(house, data);
        leases = new OwnLeases(house, documents, journal, Now);
        Fetches = new PartitionFetches(house, data, documents, leases, options, Given.Has);
        Leaver = new PartitionLeaver(house, documents, journal, leases, options, partition => Fetches.IsAsked(partition) || Given.HasAny(partition, house.Members()));
        house.Hold = Fetches.Hold;
    }

    /// <summary>Who follows what of this PoP.</summary>
    public GivenLeases Given { get; }

    /// <summary>What others are being asked for.</summary>
    public PartitionFetches Fetches { get; }

    /// <summary>Drops what nobody uses here any more.</summary>
    public PartitionLeaver Leaver { get; }

    /// <summary>Partitions that this PoP follows now.</summary>
    public int LeaseCount => leases.Running(Now).Count();

    /// <summary>Partitions that were used here and are not forgotten.</summary>
    public int KnownLeases => leases.Count;

    /// <summary>Partitions that others are asked for and that did not come whole yet.</summary>
    public int AwaitedCount => Fetches.Count;

    /// <summary>What tables say.</summary>
    public IFollowedData Data { get; }

    /// <summary>Bounds.</summary>
    public FollowOptions Options => options;

    /// <summary>Milliseconds since 1970.</summary>
    public long Now => house.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private long LeaseMilliseconds => (long)options.Lease.TotalMilliseconds;

    /// <summary>Gives a new link its part.</summary>
    /// <param name="link">The link.</param>
    /// <param name="send">Sends over it.</param>
    /// <param name="wake">Makes it step.</param>
    public FollowPart Equip(PeerLink link, Action<Frame> send, Action wake)
    {
        FollowPart part = new(house, this, link.Peer, send, wake);
        link.Add(part);
        return part;
    }

    /// <summary>Before items of a partition are read or written: fetches it if it is not here, for a short time at most.</summary>
    public ValueTask EnsureAsync(UInt128 table, ReadOnlyMemory<byte> partition, CancellationToken token) =>
        Use(new PartitionName(table, partition)) is { } fetch ? new ValueTask(WaitAsync(fetch, token)) : default;

    /// <summary>False while others are asked for a partition: what is forgotten before they are asked, one that keeps everything knows of when it answers.</summary>
    public bool MayForget(PartitionName partition) => house.Self.FollowsAll || !Fetches.IsAsked(partition);

    /// <summary>False while what this PoP wrote in a partition is not here: it was dropped, and is not back yet.</summary>
    public bool MayWrite(PartitionName partition) => leases.Find(partition) is not { IsDropped: true };

    /// <summary>A partition is about to be used.</summary>
    /// <returns>What to wait for, for a short time; null if nothing need be waited for.</returns>
    public PartitionFetch? Use(PartitionName partition)
    {
        long now = Now;
        if (leases.TryGet(partition, out Lease known) && known.Until - now > LeaseMilliseconds / 2) return null;
        Leaver.Cancel(partition);
        if (Fetches.IsGivenUp(partition)) return null;
        Lease lease = leases.FindOrLook(partition);
        if (Fetches.Begin(partition) is not { } fetch || lease.Until > now || house.Self.FollowsAll || lease is { IsHome: true, IsShared: false }) return null;
        return fetch.Done.Task.IsCompleted ? null : fetch;
    }

    /// <summary>Another PoP follows a partition from now on.</summary>
    /// <param name="partition">Which.</param>
    /// <param name="hasDocuments">Whether something of it is here.</param>
    public void Shared(PartitionName partition, bool hasDocuments)
    {
        if (leases.Find(partition) is { } lease)
        {
            if (!lease.IsShared) leases.Keep(partition, lease with { IsShared = true });
        }
        else if (hasDocuments && !house.Self.FollowsAll)
        {
            leases.Keep(partition, leases.FindOrLook(partition) with { IsShared = true });
        }
    }

    /// <summary>Drops what has run out.</summary>
    /// <returns>In how many milliseconds to call again.</returns>
    public long Sweep()
    {
        lock (gate)
        {
            long now = Now;
            if (now < sweepAt && sweepAt - now <= SweepMilliseconds) return sweepAt - now;
            sweepAt = now + SweepMilliseconds;
            Fetches.Sweep(now);
            Leaver.Step(Fetches.Backup, now);
            leases.Sweep(now);
            Given.Sweep(now);
            return SweepMilliseconds;
        }
    }

    private async Task WaitAsync(PartitionFetch fetch, CancellationToken token)
    {
        try
        {
            await fetch.Done.Task.WaitAsync(options.Wait, house.Time, token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            fetch.Done.TrySetResult(); // the next request does not wait again
        }
    }
}
