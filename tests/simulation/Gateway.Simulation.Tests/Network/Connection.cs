using Gateway.Simulation.Tests.World;

namespace Gateway.Simulation.Tests.Network;

/// <summary>A connection, as TCP gives it: whole frames in order, each way, or no more at all. The ends are 0, who dialled, and 1.</summary>
internal sealed class Connection
{
    private readonly Timeline simulation;
    private readonly NetworkPath[] paths;
    private readonly Direction[] directions = [new Direction(), new Direction()];
    private readonly IConnectionEnd?[] ends = new IConnectionEnd?[2];
    private bool isReset;

    /// <param name="simulation">Where.</param>
    /// <param name="paths">From end 0 to end 1, and back.</param>
    public Connection(Timeline simulation, NetworkPath[] paths)
    {
        this.simulation = simulation;
        this.paths = paths;
    }

    /// <summary>Bytes that are under way from one end.</summary>
    public long BytesUnderWay(int end) => directions[end].Bytes;

    /// <summary>Something listens at both ends.</summary>
    public bool IsUp => ends[0] is not null && ends[1] is not null;

    public void Attach(int end, IConnectionEnd listener) => ends[end] = listener;

    public void Send(int end, byte[] bytes)
    {
        if (ends[end] is not null) Put(end, bytes);
    }

    /// <summary>An end closes; what it has sent still arrives.</summary>
    public void Close(int end)
    {
        if (ends[end] is null) return;
        ends[end] = null;
        Put(end, null);
    }

    /// <summary>A machine is gone without a word.</summary>
    public void Vanish(int end)
    {
        ends[end] = null;
        directions[end].Drop();
    }

    /// <summary>The network loses the connection, what was under way, and what is sent before the ends learn of it: a stream has no gaps.</summary>
    public void Reset()
    {
        isReset = true;
        directions[0].Drop();
        directions[1].Drop();
        for (int end = 0; end < 2; end++)
        {
            int mine = end;
            simulation.After(simulation.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(50)), () => Closed(mine));
        }
    }

    /// <summary>A cut has ended: what waited goes on.</summary>
    public void Heal()
    {
        for (int end = 0; end < 2; end++) Schedule(end);
    }

    private void Put(int end, byte[]? bytes)
    {
        Direction direction = directions[end];
        NetworkPath path = paths[end];
        int size = bytes?.Length ?? 0;
        long begin = Math.Max(simulation.Now, direction.BusyUntil);
        direction.BusyUntil = begin + (path.BytesPerSecond == 0 ? 0 : size * TimeSpan.TicksPerSecond / path.BytesPerSecond);
        long arrival = direction.BusyUntil + path.Latency.Ticks + (long)(path.Jitter.Ticks * simulation.Random.NextDouble());
        direction.LastArrival = Math.Max(arrival, direction.LastArrival + 1);
        direction.Bytes += size;
        direction.UnderWay.Enqueue((bytes, direction.LastArrival));
        Schedule(end);
    }

    private void Schedule(int end)
    {
        Direction direction = directions[end];
        if (isReset || direction.IsScheduled || direction.UnderWay.Count == 0 || paths[end].IsCut) return;
        direction.IsScheduled = true;
        simulation.At(direction.UnderWay.Peek().Arrival, () => Deliver(end));
    }

    private void Deliver(int end)
    {
        Direction direction = directions[end];
        direction.IsScheduled = false;
        if (isReset || paths[end].IsCut) return;
        if (direction.UnderWay.TryPeek(out (byte[]? Bytes, long Arrival) next) && next.Arrival <= simulation.Now)
        {
            direction.UnderWay.Dequeue();
            direction.Bytes -= next.Bytes?.Length ?? 0;
            if (next.Bytes is null) Closed(1 - end);
            else ends[1 - end]?.OnBytes(next.Bytes);
        }

        Schedule(end);
    }

    private void Closed(int end)
    {
        IConnectionEnd? listener = ends[end];
        ends[end] = null;
        listener?.OnClosed();
    }

    private sealed class Direction
    {
        public Queue<(byte[]? Bytes, long Arrival)> UnderWay { get; } = new();

        public long BusyUntil { get; set; }

        public long LastArrival { get; set; }

        public long Bytes { get; set; }

        public bool IsScheduled { get; set; }

        public void Drop()
        {
            UnderWay.Clear();
            Bytes = 0;
        }
    }
}
