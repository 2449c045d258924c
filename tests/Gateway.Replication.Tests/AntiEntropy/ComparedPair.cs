using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Links;
using Gateway.Replication.Messages;
using Gateway.Testing;

namespace Gateway.Replication.Tests.AntiEntropy;

/// <summary>Two PoPs and a link between them that a test drives step by step: frames take their time, may be lost, and the link may be cut.</summary>
internal sealed class ComparedPair
{
    private const long Milliseconds = 20;

    private readonly Random random;
    private readonly List<(long At, bool ToLeft, byte[] Frame)> wire = [];
    private readonly List<ILinkPart>[] parts = [[], []];

    public ComparedPair(MemoryReplica left, MemoryReplica right, double loss = 0, int seed = 1)
    {
        random = new Random(seed);
        Loss = loss;
        Left = left;
        Right = right;
        LeftSums = left.Observer ??= new BucketFingerprints(left, left);
        RightSums = right.Observer ??= new BucketFingerprints(right, right);
        LeftComparer = new Comparer(left, left, LeftSums, left.Profile, () => right.Profile, () => left.Sequence, () => left.Durable);
        RightComparer = new Comparer(right, right, RightSums, right.Profile, () => left.Profile, () => right.Sequence, () => right.Durable);
        parts[0].Add(LeftComparer);
        parts[1].Add(RightComparer);
        Connect();
    }

    public static ManualTimeProvider Time { get; } = new();

    public double Loss { get; set; }

    public MemoryReplica Left { get; }

    public MemoryReplica Right { get; }

    public BucketFingerprints LeftSums { get; }

    public BucketFingerprints RightSums { get; }

    public Comparer LeftComparer { get; }

    public Comparer RightComparer { get; }

    public long Now { get; private set; } = 1_000_000;

    public long Bytes { get; private set; }

    public int Frames { get; private set; }

    /// <summary>Sees every frame that is sent.</summary>
    public Action<bool, Frame>? Watch { get; set; }

    /// <summary>Called before each step.</summary>
    public Action? Before { get; set; }

    public Action<Frame> ToRight => frame => Send(false, frame);

    public Action<Frame> ToLeft => frame => Send(true, frame);

    public void AddLeft(ILinkPart part) => parts[0].Add(part);

    public void AddRight(ILinkPart part) => parts[1].Add(part);

    public void Connect()
    {
        LeftComparer.Connect(ToRight, Now);
        RightComparer.Connect(ToLeft, Now);
    }

    /// <summary>Everything under way is lost.</summary>
    public void Cut()
    {
        wire.Clear();
        LeftComparer.Disconnect(Now);
        RightComparer.Disconnect(Now);
    }

    public void Step()
    {
        Before?.Invoke();
        Now += Milliseconds;
        Time.Advance(TimeSpan.FromMilliseconds(Milliseconds));
        LeftSums.Step(Now);
        RightSums.Step(Now);
        foreach ((long at, bool toLeft, byte[] frame) in wire.Where(sent => sent.At <= Now).ToArray())
        {
            wire.Remove((at, toLeft, frame));
            Frame message = FramePacker.Unpack(frame);
            Assert.Contains(parts[toLeft ? 0 : 1], part => part.OnFrame(message, Now));
        }

        foreach (ILinkPart part in parts.SelectMany(side => side)) part.Step(Now);
    }

    public void Until(Func<bool> condition, int stepsMax = 20_000)
    {
        for (int i = 0; i < stepsMax && !condition(); i++) Step();
        Assert.True(condition(), $"Not after {stepsMax} steps: {LeftComparer.Status} {RightComparer.Status}");
    }

    /// <summary>Both sums are counted.</summary>
    public void Ready() => Until(() => LeftSums.IsReady && RightSums.IsReady);

    /// <summary>One comparison that the left PoP begins.</summary>
    public ComparisonStatus Compare(ComparisonCause cause = ComparisonCause.Operator)
    {
        ComparisonStatus? ended = null;
        LeftComparer.Ended = status => ended = status;
        LeftComparer.Request(cause);
        Until(() => ended is not null);
        return ended!;
    }

    private void Send(bool toLeft, Frame frame)
    {
        Watch?.Invoke(toLeft, frame);
        byte[] bytes = FramePacker.Pack(frame);
        Assert.InRange(bytes.Length, 0, PeerFrames.BytesMax);
        Bytes += bytes.Length;
        Frames++;
        if (random.NextDouble() >= Loss) wire.Add((Now + Milliseconds, toLeft, bytes));
    }
}
