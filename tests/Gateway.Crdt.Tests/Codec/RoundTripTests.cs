using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Codec;

/// <summary>Bytes and objects say the same, for whatever several replicas can make of an item.</summary>
public sealed class RoundTripTests
{
    private const int Rounds = 400;

    private static int Seed => TestSettings.Seed ?? 4_711;

    [Fact]
    public void Documents_come_back_from_their_bytes()
    {
        ReplicaTable replicas = new();
        ForEach(history =>
        {
            foreach (Document document in history.Documents.Append(history.Joined))
            {
                AssertComesBack(document, null);
                AssertComesBack(document, replicas);
            }
        });
    }

    [Fact]
    public void Deltas_come_back_from_their_bytes()
    {
        ReplicaTable replicas = new();
        ForEach(history =>
        {
            foreach (Delta delta in history.Deltas)
            {
                AssertComesBack(delta, null);
                AssertComesBack(delta, replicas);
            }
        });
    }

    [Fact]
    public void Decoded_deltas_do_what_the_deltas_do()
    {
        ForEach(history =>
        {
            Document plain = Document.Empty(history.Joined.Key);
            Document decoded = plain;
            foreach (Delta delta in history.Deltas.OrderBy(delta => delta.Stamp))
            {
                ApplyResult first = plain.Apply(delta, out plain);
                ApplyResult second = decoded.Apply(DeltaCodec.DecodeForeign(DeltaCodec.Encode(delta)), out decoded);
                Assert.Equal(ApplyResult.Applied, first);
                Assert.Equal(first, second);
            }

            Assert.Equal(DocumentCodec.Encode(plain), DocumentCodec.Encode(decoded));
        });
    }

    [Fact]
    public void However_a_document_was_reached_its_bytes_are_the_same()
    {
        ForEach(history =>
        {
            Document joined = history.Joined;
            Document inOrder = history.Deltas.OrderBy(delta => delta.Stamp).Aggregate(Document.Empty(joined.Key), Start.Apply);
            Document backwards = history.Documents.AsEnumerable().Reverse().Aggregate((left, right) => left.Join(right));
            Document throughBytes = history.Documents.Select(document => DocumentCodec.Decode(joined.Key, DocumentCodec.Encode(document))).Aggregate((left, right) => right.Join(left));
            byte[] expected = DocumentCodec.Encode(joined);
            Assert.Equal(expected, DocumentCodec.Encode(inOrder));
            Assert.Equal(expected, DocumentCodec.Encode(backwards));
            Assert.Equal(expected, DocumentCodec.Encode(throughBytes));
            Assert.Equal(expected, DocumentCodec.Encode(joined.Join(joined.Join(history.Documents[0]))));
        });
    }

    [Fact]
    public void Bytes_apply_and_join_as_documents_do()
    {
        ReplicaTable replicas = new();
        ForEach(history =>
        {
            ItemKey key = history.Joined.Key;
            byte[] bytes = DocumentCodec.Encode(Document.Empty(key), replicas);
            Document document = Document.Empty(key);
            foreach (Delta delta in history.Deltas)
            {
                byte[] before = bytes;
                ApplyResult expected = document.Apply(delta, out document);
                Assert.Equal(expected, DocumentCodec.Apply(key, bytes, delta, out bytes, replicas));
                if (expected != ApplyResult.Applied) Assert.Same(before, bytes);
                Assert.Equal(DocumentCodec.Encode(document, replicas), bytes);
            }

            foreach (Document other in history.Documents)
            {
                document = document.Join(other);
                bytes = DocumentCodec.Join(key, bytes, DocumentCodec.Encode(other, replicas), replicas);
                Assert.Equal(DocumentCodec.Encode(document, replicas), bytes);
            }
        });
    }

    [Fact]
    public void The_hash_says_whether_documents_are_equal_whatever_table_they_were_kept_with()
    {
        ReplicaTable one = new();
        ReplicaTable two = ReplicaTable.Of([new ReplicaId(1), new ReplicaId(2), new ReplicaId(3)]);
        ForEach(history =>
        {
            Document joined = history.Joined;
            UInt128 hash = DocumentHash.Of(joined);
            Assert.Equal(hash, DocumentHash.Of(DocumentCodec.Encode(joined)));
            Assert.Equal(hash, DocumentHash.Of(DocumentCodec.Decode(joined.Key, DocumentCodec.Encode(joined, one), one)));
            Assert.Equal(hash, DocumentHash.Of(DocumentCodec.Decode(joined.Key, DocumentCodec.Encode(joined, two), two)));
            foreach (Document document in history.Documents)
            {
                bool equal = DocumentCodec.Encode(document).AsSpan().SequenceEqual(DocumentCodec.Encode(joined));
                Assert.Equal(equal, DocumentHash.Of(document) == hash);
            }
        });
    }

    [Fact]
    public void Documents_of_closed_replicas_come_back_and_still_merge()
    {
        ReplicaTable replicas = new();
        int closed = 0;
        ForEach(history =>
        {
            Document joined = history.Joined;
            for (int live = 0; live <= joined.Context.Count; live++)
            {
                // All is stable; every replica but one has retired, or every one.
                Context stable = Context.Of(joined.Context.Replicas.ToArray().Select((replica, i) => new Stamp(i == live ? joined.Context.Times[i] : HlcTime.Max, replica)));
                Document pruned = Pruning.Prune(joined, stable);
                Assert.Equal(joined.Visible, pruned.Visible);
                Assert.True(pruned.Context.Count <= 1);
                if (!pruned.HasNoCells) closed++;
                AssertComesBack(pruned, null);
                AssertComesBack(pruned, replicas);
                byte[] merged = DocumentCodec.Join(joined.Key, DocumentCodec.Encode(pruned), DocumentCodec.Encode(joined), null, stable);
                Assert.Equal(joined.Visible, DocumentCodec.ReadVisible(merged));

                // What is written over such cells names stamps of replicas that no context holds.
                Stamp next = new(new HlcTime(joined.Context.Highest.Ticks + 1), new ReplicaId(5));
                Delta delta = EditPlanner.Plan(pruned, [new DocumentEdit.PutItem(Value.Map(("x", Value.Number(5)), ("y", Value.EmptyList)))], next);
                AssertComesBack(delta, null);
                AssertComesBack(delta, replicas);
                Assert.Equal(ApplyResult.Applied, pruned.Apply(DeltaCodec.DecodeForeign(DeltaCodec.Encode(delta)), out Document over, stable));
                AssertComesBack(over, replicas);
            }
        });
        Assert.True(closed > 100, $"Only {closed} documents had cells of closed replicas.");
    }

    [Fact]
    public void Deltas_carry_their_condition_and_their_transaction()
    {
        Delta plain = Start.Plan(Document.Empty(Start.Key), new Request.Put(Value.Map(("a", Value.Number(1)))), 10, 1, PlanOptions.Merge);
        foreach (ConditionClass condition in Enum.GetValues<ConditionClass>())
        {
            foreach (DeltaGroup? group in new DeltaGroup?[] { null, new DeltaGroup(UInt128.MaxValue - 5, 100) })
            {
                Delta delta = new(plain.Key, plain.Stamp, plain.Needs, plain.Root) { Condition = condition, Group = group };
                Delta back = DeltaCodec.DecodeForeign(DeltaCodec.Encode(delta));
                Assert.Equal(condition, back.Condition);
                Assert.Equal(group, back.Group);
            }
        }
    }

    [Fact]
    public void A_document_of_one_table_is_not_read_with_another_or_without()
    {
        Document document = new Start(Value.Map(("x", Value.Number(1)))).Make();
        byte[] alone = DocumentCodec.Encode(document);
        byte[] interned = DocumentCodec.Encode(document, new ReplicaTable());
        AssertMalformed(() => DocumentCodec.Decode(Start.Key, alone, new ReplicaTable()));
        AssertMalformed(() => DocumentCodec.Decode(Start.Key, interned));
        AssertMalformed(() => DocumentCodec.Decode(Start.Key, interned, new ReplicaTable()));
    }

    private static void AssertMalformed(Action action) => Assert.Equal(DocumentFaultKind.Malformed, Assert.Throws<DocumentFault>(action).Kind);

    private static void AssertComesBack(Document document, ReplicaTable? replicas)
    {
        byte[] bytes = DocumentCodec.Encode(document, replicas);
        Assert.Equal(document.Visible, DocumentCodec.ReadVisible(bytes));
        Document trusted = DocumentCodec.Decode(document.Key, bytes, replicas);
        Document checkedOne = DocumentCodec.DecodeForeign(document.Key, bytes, replicas);
        foreach (Document back in new[] { trusted, checkedOne })
        {
            Assert.Equal(document.Context, back.Context);
            Assert.Equal(document.Visible, back.Visible);
            Assert.Equal(document.HasNoCells, back.HasNoCells);
            Assert.Equal(bytes, DocumentCodec.Encode(back, replicas));
        }

        if (!document.Visible.IsNone) Assert.Equal(document.Visible, Value.Decode(document.Visible.Memory.ToArray()));
    }

    private static void AssertComesBack(Delta delta, ReplicaTable? replicas)
    {
        byte[] bytes = DeltaCodec.Encode(delta, replicas);
        foreach (Delta back in new[] { DeltaCodec.Decode(bytes, replicas), DeltaCodec.DecodeForeign(bytes, replicas) })
        {
            Assert.Equal(delta.Key, back.Key);
            Assert.Equal(delta.Stamp, back.Stamp);
            Assert.Equal(delta.Needs, back.Needs);
            Assert.Equal(bytes, DeltaCodec.Encode(back, replicas));
        }
    }

    private static void ForEach(Action<RandomHistory> check)
    {
        int rounds = TestSettings.Rounds(Rounds);
        for (int round = 0; round < rounds; round++)
        {
            try
            {
                check(RandomHistory.Run(Seed + round));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"EDGE_SEED={Seed + round} EDGE_ROUNDS=1 replays it.", failure);
            }
        }
    }
}
