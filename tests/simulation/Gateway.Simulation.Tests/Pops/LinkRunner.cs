using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Simulation.Tests.Audit;
using Gateway.Simulation.Tests.Network;
using Gateway.Storage;

namespace Gateway.Simulation.Tests.Pops;

/// <summary>Does for one end of a link what its shell does in a real PoP: hands over frames, calls it when something is due.</summary>
internal sealed class LinkRunner : IConnectionEnd
{
    private const int StepsAtOnceMax = 10_000;

    private readonly PopProcess process;
    private readonly Connection connection;
    private readonly int side;
    private readonly Action<LinkRunner> onEnd;
    private int waking;
    private bool awaitsWrites;
    private bool isAwake;

    public LinkRunner(PopProcess process, PopProfile peer, Connection connection, int side, Action<LinkRunner> onEnd)
    {
        this.process = process;
        this.connection = connection;
        this.side = side;
        this.onEnd = onEnd;
        Link = new PeerLink(process.Node.House, peer, Send, Now);
        Link.Opening = () =>
        {
            process.Opened(this);
            process.Equip(Link, Send);
        };
        connection.Attach(side, this);
    }

    public PeerLink Link { get; }

    public bool HasEnded { get; private set; }

    /// <summary>Bytes that it has sent and that have not arrived.</summary>
    public long BytesUnderWay => connection.BytesUnderWay(side);

    private long Now => process.Node.House.Now;

    public void Begin() => Guarded(() =>
    {
        Link.Begin();
        Wake();
    });

    public void OnBytes(byte[] bytes) => Guarded(() =>
    {
        process.Simulation.Note(bytes);
        Frame frame = FramePacker.Unpack(bytes);
        Link.OnFrame(frame, Now);
        if (frame is { Batch.Units.Count: > 0 } or { Fetched: not null } or { SnapshotPage: not null } or { RepairRequest.Units.Count: > 0 } or { RepairReply.Units.Count: > 0 }) Wholeness.Check(process);
        Wake();
        if (Link.State == LinkState.Refused) End("refused");
    });

    public void OnClosed() => End("closed");

    /// <summary>Something was made durable.</summary>
    public void OnDurable()
    {
        if (awaitsWrites) Wake();
    }

    /// <summary>There may be something to do.</summary>
    public void Wake()
    {
        if (HasEnded || isAwake) return;
        isAwake = true;
        waking++;
        process.Simulation.After(TimeSpan.Zero, Run);
    }

    /// <summary>Ends this end.</summary>
    public void End(string why)
    {
        if (HasEnded) return;
        HasEnded = true;
        process.Simulation.Say($"{process.Pop.Name}: link to {Link.Peer.Name} ends: {why}{(Link.Refusal is { } refusal ? $" ({refusal.Text})" : "")}");
        connection.Close(side);
        onEnd(this);
    }

    /// <summary>The machine is gone, or its process.</summary>
    public void Vanish(bool isSilent)
    {
        HasEnded = true;
        if (isSilent) connection.Vanish(side);
        else connection.Close(side);
    }

    private void Send(Frame frame)
    {
        if (process.Pop.Cluster.Find(Link.Peer.Name) is { } peer) Scopes.CheckFrame(process.Pop, peer, frame);
        connection.Send(side, FramePacker.Pack(frame));
    }

    private void Run() => Guarded(() =>
    {
        isAwake = false;
        for (int steps = 0; ; steps++)
        {
            if (steps > StepsAtOnceMax) throw new InvalidOperationException($"The link from {process.Pop.Name} to {Link.Peer.Name} never rests.");
            long now = Now;
            long next = Link.Step(now);
            awaitsWrites = Link.AwaitsWrites;
            if (next <= now) continue;

            int mine = ++waking;
            process.Simulation.At((now + Math.Min(next - now, 10_000)) * TimeSpan.TicksPerMillisecond, () =>
            {
                if (mine == waking) Wake();
            });
            break;
        }

        if (Link.State == LinkState.Refused) End("refused");
    });

    private void Guarded(Action work)
    {
        if (HasEnded) return;
        try
        {
            work();
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or StoreFault)
        {
            End(fault.Message);
        }
    }
}
