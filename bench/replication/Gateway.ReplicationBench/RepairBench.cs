using System.Text;
using Gateway.Api.Wiring;
using Gateway.DynamoCompat;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication.Messages;
using Gateway.Replication.Replica;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Storage.Log;
using Gateway.Storage.RocksDb;

namespace Gateway.ReplicationBench;

/// <summary>Two stores in this process that differ in a share of their items: what it costs to find and repair that without a log.</summary>
internal static class RepairBench
{
    private static readonly Caller Caller = new("000000000001", "us-east-1");

    public static async Task RunAsync(int items, IReadOnlyList<double> shares, TextWriter output)
    {
        string folder = Path.Combine(Path.GetTempPath(), "edge-bench-" + Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        try
        {
            await using Side one = Side.Open(Path.Combine(folder, "one"), "pop-1");
            await one.SendAsync("CreateTable", """{"TableName":"Items","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}],"KeySchema":[{"AttributeName":"k","KeyType":"HASH"}]}""");
            for (int i = 0; i < items; i += 25) await one.PutAsync(i, Math.Min(25, items - i), "as it was");
            one.Checkpoint(Path.Combine(folder, "two"));
            await using Side two = Side.Open(Path.Combine(folder, "two"), "pop-2");
            two.Face.Replica.RenewIdentity();
            foreach (double share in shares)
            {
                int step = Math.Max(1, (int)(1 / share));
                int changed = 0;
                for (int i = 0; i < items; i += step, changed++) await one.PutAsync(i, 1, $"changed {share}");
                await output.WriteLineAsync(Compare(one, two, items, changed));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Compare(Side one, Side two, int items, int changed)
    {
        Queue<Frame> toTwo = new();
        Queue<Frame> toOne = new();
        Comparer left = one.Meet(two, toTwo.Enqueue);
        Comparer right = two.Meet(one, toOne.Enqueue);
        long now = 0;
        Clock counting = new();
        while (!one.Sums.IsReady || !two.Sums.IsReady)
        {
            one.Sums.Step(++now);
            two.Sums.Step(now);
        }

        double counted = counting.Elapsed.TotalSeconds;
        long bytes = 0;
        Clock watch = new();
        right.Request(ComparisonCause.LogLost);
        while (right.Status.Ended == 0)
        {
            now++;
            left.Step(now);
            right.Step(now);
            while (toTwo.TryDequeue(out Frame? frame)) right.OnFrame(Cross(frame, ref bytes), now);
            while (toOne.TryDequeue(out Frame? frame)) left.OnFrame(Cross(frame, ref bytes), now);
        }

        ComparisonStatus status = right.Status;
        return $"repair of {changed:N0} of {items:N0} items ({100.0 * changed / items:0.##} %): {watch.Elapsed.TotalSeconds:N2} s, {bytes / 1e6:N2} MB on the link, {status.DocumentsReceived:N0} documents moved, equal: {status.IsEqual}; sums were counted in {counted:N1} s before";
    }

    private static Frame Cross(Frame frame, ref long bytes)
    {
        byte[] packed = FramePacker.Pack(frame);
        bytes += packed.Length;
        return FramePacker.Unpack(packed);
    }

    private sealed class Side : IAsyncDisposable
    {
        private readonly RocksDbStore store;
        private readonly CommitLoop commits;
        private readonly ReplicaAdapter replica;
        private readonly ItemScopesAdapter scopes;
        private readonly PopProfile profile;

        private Side(RocksDbStore store, CommitLoop commits, DynamoFace face, string name)
        {
            this.store = store;
            this.commits = commits;
            Face = face;
            profile = new PopProfile(name, "eu", [], false);
            replica = new ReplicaAdapter(face.Replica, _ => null, name);
            scopes = new ItemScopesAdapter(face.Replica, () => profile, () => true);
            Sums = new BucketFingerprints(replica, scopes);
            scopes.Fingerprints = Sums;
            face.Replica.Observer = scopes;
            face.Replica.BeginReplication();
        }

        public DynamoFace Face { get; }

        public BucketFingerprints Sums { get; }

        public static Side Open(string folder, string name)
        {
            RocksDbStore store = RocksDbStore.Open(folder, new RocksDbOptions { Durability = Durability.Os });
            ChangeLog log = ChangeLog.Open(store);
            CommitLoop commits = new(store, log.LastSequence, Durability.Os);
            return new Side(store, commits, DynamoFace.Open(store, commits, new DynamoOptions(), TimeProvider.System, new Random(1), (bug, _) => throw bug), name);
        }

        public void Checkpoint(string folder) => store.Checkpoint(folder);

        public Comparer Meet(Side other, Action<Frame> send)
        {
            Comparer comparer = new(replica, scopes, Sums, profile, () => other.profile, () => commits.AssignedSequence, () => commits.DurableSequence);
            comparer.Connect(send, 0);
            return comparer;
        }

        public async Task SendAsync(string operation, string body)
        {
            System.Buffers.ArrayBufferWriter<byte> answer = new();
            WireResult result = await Face.RunAsync(Caller, "DynamoDB_20120810." + operation, Encoding.UTF8.GetBytes(body), answer, CancellationToken.None);
            if (result.Status != 200) throw new BenchFault(Encoding.UTF8.GetString(answer.WrittenSpan));
        }

        public Task PutAsync(int first, int count, string text)
        {
            IEnumerable<string> puts = Enumerable.Range(first, count).Select(i => $$$"""{"PutRequest":{"Item":{"k":{"S":"item-{{{i}}}"},"n":{"N":"{{{i}}}"},"s":{"S":"{{{text}}}"},"more":{"S":"0123456789012345678901234567890123456789"} } } }""");
            return SendAsync("BatchWriteItem", "{\"RequestItems\":{\"Items\":[" + string.Join(',', puts) + "]}}");
        }

        public async ValueTask DisposeAsync()
        {
            await Face.DisposeAsync();
            commits.Dispose();
            store.Dispose();
        }
    }
}
