using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Codec;

/// <summary>Merged deltas as bytes: they survive, spoilt ones are refused or can be worked with, and they cannot say what no merging makes.</summary>
public sealed class MergedBytesTests(ITestOutputHelper output)
{
    private const int Histories = 40;
    private const int SpoiltEach = 250;

    private static int Seed => TestSettings.Seed ?? 90_210;

    [Fact]
    public void Cut_off_merged_deltas_are_refused() => ForEach((_, bytes, replicas) =>
        Assert.All(Hostile.Truncations(bytes), cut => Assert.False(Hostile.Reads(cut, _ => MergedDeltaCodec.DecodeForeign(cut, replicas), _ => { }))));

    [Fact]
    public void Spoilt_merged_deltas_are_refused_or_are_the_only_encoding_of_what_they_say()
    {
        int count = TestSettings.Rounds(SpoiltEach);
        (int read, int all) = (0, 0);
        ForEach((history, bytes, replicas) =>
        {
            foreach (byte[] spoilt in Hostile.Spoilt(bytes, Seed, count))
            {
                all++;
                if (Hostile.Reads(spoilt, _ => MergedDeltaCodec.DecodeForeign(spoilt, replicas), merged => Use(merged, spoilt, replicas, history))) read++;
            }
        });
        output.WriteLine($"seed {Seed}: {read} of {all} were read");
    }

    [Fact]
    public void Unknown_versions_and_other_tables_are_refused()
    {
        byte[] bytes = MergedDeltaCodec.Encode(One());
        AssertFault(DocumentFaultKind.Malformed, bytes, new ReplicaTable());
        bytes[0] = (byte)((bytes[0] & 0xF0) | 2);
        AssertFault(DocumentFaultKind.UnknownFormat, bytes);
        AssertFault(DocumentFaultKind.Truncated, []);
    }

    [Fact]
    public void A_removal_that_adds_or_names_cells_of_the_group_is_refused()
    {
        Refuse(DocumentFaultKind.Malformed, new DeltaNode { Exists = true });
        Refuse(DocumentFaultKind.Malformed, new DeltaNode { Assigned = ValueKind.Map, Content = Value.EmptyMap });
        Refuse(DocumentFaultKind.Malformed, new DeltaNode { Children = [new DeltaChild(PathStep.Name("a"), DeltaNode.Nothing)] });
        Refuse(DocumentFaultKind.StampBeyondContext, new DeltaNode { Covers = [new Cover(CellSlot.Assignment, Start.At(10, 1))] });
    }

    [Fact]
    public void Cells_of_others_or_of_other_times_are_refused()
    {
        foreach (Stamp stamp in new[] { Start.At(1, 0), Start.At(9, 1) })
        {
            FullNode root = FullNode.Create([], [new Existence(stamp, Inherited: false)], [], [], [])!.Full();
            MergedDelta merged = new(Start.Key, Context.Of([Start.At(1, 0)]), Start.At(10, 1), Start.At(11, 1), 2, DeltaNode.Nothing, root);
            AssertFault(DocumentFaultKind.StampBeyondContext, MergedDeltaCodec.Encode(merged));
        }
    }

    [Fact]
    public void Counts_that_contradict_the_stamps_are_refused()
    {
        foreach ((int first, int last, int count) in new[] { (10, 10, 2), (10, 11, 1), (10, 11, 0), (10, 11, 65_538) })
        {
            MergedDelta merged = new(Start.Key, Context.Empty, Start.At(first, 1), Start.At(last, 1), count, DeltaNode.Nothing, null);
            AssertFault(DocumentFaultKind.Malformed, MergedDeltaCodec.Encode(merged));
        }

        MergedDelta early = new(Start.Key, Context.Of([Start.At(10, 2)]), Start.At(10, 1), Start.At(11, 1), 2, DeltaNode.Nothing, null);
        AssertFault(DocumentFaultKind.StampBeyondContext, MergedDeltaCodec.Encode(early));
        MergedDelta groups = new(Start.Key, Context.Empty, Start.At(10, 1), Start.At(10, 1), 1, DeltaNode.Nothing, null) { Groups = [new DeltaGroup(1, 2), new DeltaGroup(2, 2)] };
        AssertFault(DocumentFaultKind.Malformed, MergedDeltaCodec.Encode(groups));
    }

    private static void Refuse(DocumentFaultKind kind, DeltaNode clears) =>
        AssertFault(kind, MergedDeltaCodec.Encode(new MergedDelta(Start.Key, Context.Empty, Start.At(10, 1), Start.At(11, 1), 2, clears, null)));

    private static MergedDelta One() => MergedDelta.TryMerge([Start.Plan(Document.Empty(Start.Key), new Request.Put(Value.Map(("a", Value.Number(1)))), 10, 1, PlanOptions.Merge)])!;

    private static void Use(MergedDelta merged, byte[] bytes, ReplicaTable? replicas, RandomHistory history)
    {
        Assert.Equal(bytes, MergedDeltaCodec.Encode(merged, replicas));
        foreach (Document document in history.Documents.Append(Document.Empty(merged.Key)))
        {
            if (merged.Key != document.Key || document.Apply(merged, out Document applied) != ApplyResult.Applied) continue;

            // What was applied must be there after the next start too.
            byte[] stored = DocumentCodec.Encode(applied);
            Assert.Equal(stored, DocumentCodec.Encode(DocumentCodec.Decode(applied.Key, stored)));
            Assert.Equal(applied.Visible, DocumentCodec.ReadVisible(stored));
        }
    }

    private static void ForEach(Action<RandomHistory, byte[], ReplicaTable?> check)
    {
        for (int i = 0; i < Histories; i++)
        {
            ReplicaTable? replicas = i % 2 == 0 ? null : new ReplicaTable();
            RandomHistory history = RandomHistory.Run(Seed + i);
            foreach (IGrouping<ReplicaId, Delta> origin in history.Deltas.GroupBy(delta => delta.Stamp.Replica))
            {
                DeltaMerger merger = new();
                foreach (Delta delta in origin.TakeWhile(merger.TryAdd)) Assert.Equal(delta.Stamp.Replica, origin.Key);
                byte[] bytes = MergedDeltaCodec.Encode(merger.Build(), replicas);
                Assert.Equal(bytes, MergedDeltaCodec.Encode(MergedDeltaCodec.DecodeForeign(bytes, replicas), replicas));
                check(history, bytes, replicas);
            }
        }
    }

    private static void AssertFault(DocumentFaultKind kind, byte[] bytes, ReplicaTable? replicas = null) =>
        Assert.Equal(kind, Assert.Throws<DocumentFault>(() => MergedDeltaCodec.DecodeForeign(bytes, replicas)).Kind);
}
