using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat;
using Gateway.DynamoCompat.Replication;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;
using Gateway.Storage.Log;
using Gateway.Storage.RocksDb;

namespace Gateway.Benchmarks.Storage;

/// <summary>How fast small deltas of another PoP are merged into a store on a disk, by one thread.</summary>
internal sealed class MergeFigures(TextWriter output, string folder)
{
    private const int Items = 100_000;
    private const int UnitsAtOnce = 512;

    private readonly HybridClock clock = new(TimeProvider.System, new ReplicaId(42));

    /// <summary>Runs all of them in a new folder below the given one, or below the temporary one, and removes it.</summary>
    public static async Task PrintAsync(TextWriter output, string? below)
    {
        string folder = Path.Combine(below ?? Path.GetTempPath(), $"edge-bench-{Environment.ProcessId}");
        try
        {
            await new MergeFigures(output, folder).RunAsync();
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private async Task RunAsync()
    {
        using RocksDbStore store = RocksDbStore.Open(Path.Combine(folder, "merge"));
        using CommitLoop commits = new(store, ChangeLog.Open(store).LastSequence);
        await using DynamoFace face = DynamoFace.Open(store, commits, new DynamoOptions(), TimeProvider.System, new Random(1), (bug, where) => output.WriteLine($"{where}: {bug}"));
        Caller caller = new("123456789012", "eu-west-1");
        await face.RunAsync(caller, "DynamoDB_20120810.CreateTable", """{"TableName":"things","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}"""u8.ToArray(), new ArrayBufferWriter<byte>(), CancellationToken.None);
        face.Replica.BeginReplication();
        UInt128 table = face.Replica.Tables.Single(one => one.Name == "things").Id;

        Document[] documents = [.. Enumerable.Range(0, Items).Select(at => Document.Empty(KeyOf(at)))];
        Value item = Value.Map(("name", Value.String("somebody")), ("n", Value.Number(1)), ("text", Value.String(new string('x', 100))));
        for (int round = 0; round < 3; round++)
        {
            await MergeAsync(face.Replica, commits, round == 0 ? "puts of new items" : "puts over them", [.. Units(documents, table, [new DocumentEdit.PutItem(item)])]);
            await MergeAsync(face.Replica, commits, "ADD n 1", [.. Units(documents, table, [new DocumentEdit.Touch(), new DocumentEdit.Increment(ValuePath.Of("n"), 1)])]);
            await MergeAsync(face.Replica, commits, "SET name", [.. Units(documents, table, [new DocumentEdit.Touch(), new DocumentEdit.Assign(ValuePath.Of("name"), Value.String($"other {round}"))])]);
            await MergeAsync(face.Replica, commits, "deletions", [.. Units(documents, table, [new DocumentEdit.DeleteItem()])]);
        }
    }

    private static ItemKey KeyOf(int at)
    {
        KeyWriter writer = new(stackalloc byte[64]);
        writer.Terminated(Encoding.UTF8.GetBytes($"item-{at:D8}"));
        return new ItemKey(writer.ToArray());
    }

    private IEnumerable<RemoteUnit> Units(Document[] documents, UInt128 table, DocumentEdit[] edits)
    {
        for (int i = 0; i < documents.Length; i++)
        {
            Delta delta = EditPlanner.Plan(documents[i], edits, clock.Next(documents[i].Context));
            documents[i].Apply(delta, out documents[i]);
            yield return new RemoteUnit { Changes = [new RemoteChange(table, Fragment.Of(delta), 0)], Origin = "other" };
        }
    }

    private async Task MergeAsync(ReplicaPort port, CommitLoop commits, string what, RemoteUnit[] units)
    {
        RemoteOutcome[] outcomes = new RemoteOutcome[units.Length];
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        double thread = ThreadSeconds();
        long start = Stopwatch.GetTimestamp();
        long sequence = 0;
        for (int at = 0; at < units.Length; at += UnitsAtOnce)
        {
            int count = Math.Min(UnitsAtOnce, units.Length - at);
            sequence = port.Apply(units.AsSpan(at, count), outcomes.AsSpan(at, count));
        }

        double applied = Stopwatch.GetElapsedTime(start).TotalSeconds;
        thread = ThreadSeconds() - thread;
        await commits.WaitDurableAsync(sequence);
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        output.WriteLine($"{what,-20} {units.Length / applied,10:N0}/s by one thread, {units.Length / thread,10:N0}/s if it had a processor for itself; {cpu.TotalMicroseconds / units.Length:F1} µs of all processors each, {outcomes.Count(outcome => outcome.Result == RemoteResult.Applied):N0} applied");
    }

    /// <summary>The processor time of this thread, in steps of 10 ms; Linux only.</summary>
    private static double ThreadSeconds()
    {
        string all = File.ReadAllText("/proc/thread-self/stat");
        string[] fields = all[(all.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / 100;
    }
}
