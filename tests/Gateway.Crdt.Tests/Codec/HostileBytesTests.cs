using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Codec;

/// <summary>Bytes that somebody spoilt are refused with a fault or read as something that can be worked with; nothing crashes, hangs or grows.</summary>
public sealed class HostileBytesTests(ITestOutputHelper output)
{
    private const int Histories = 30;
    private const int SpoiltEach = 250;

    private static int Seed => TestSettings.Seed ?? 90_210;

    [Fact]
    public void Cut_off_documents_are_refused() => ForEachDocument((document, bytes, replicas) =>
    {
        foreach (byte[] cut in Hostile.Truncations(bytes))
        {
            Assert.False(Hostile.Reads(cut, _ => DocumentCodec.DecodeForeign(document.Key, cut, replicas), _ => { }));

            // Without a check a shorter document may pass: the metadata's end is not marked.
            Hostile.Reads(cut, _ => DocumentCodec.Decode(document.Key, cut, replicas), read => Use(read, document));
            Hostile.Reads(cut, DocumentCodec.ReadVisible, Walk);
        }
    });

    [Fact]
    public void Spoilt_documents_are_refused_or_are_the_only_encoding_of_what_they_say() => ForEachSpoiltDocument((document, spoilt, replicas) =>
        Hostile.Reads(spoilt, _ => DocumentCodec.DecodeForeign(document.Key, spoilt, replicas), read =>
        {
            Assert.Equal(spoilt, DocumentCodec.Encode(read, replicas));
            Use(read, document);
        }));

    [Fact]
    public void Spoilt_documents_of_the_own_store_are_refused_or_can_be_worked_with() => ForEachSpoiltDocument((document, spoilt, replicas) =>
        Hostile.Reads(spoilt, _ => DocumentCodec.Decode(document.Key, spoilt, replicas), read => Use(read, document)));

    [Fact]
    public void Spoilt_documents_show_a_value_or_a_fault() => ForEachSpoiltDocument((_, spoilt, _) => Hostile.Reads(spoilt, DocumentCodec.ReadVisible, Walk));

    [Fact]
    public void Cut_off_deltas_are_refused() => ForEachDelta((_, bytes, replicas) =>
        Assert.All(Hostile.Truncations(bytes), cut => Assert.False(Hostile.Reads(cut, _ => DeltaCodec.Decode(cut, replicas), _ => { }))));

    [Fact]
    public void Spoilt_deltas_are_refused_or_are_the_only_encoding_of_what_they_say() => ForEachSpoiltDelta((history, spoilt, replicas) =>
        Hostile.Reads(spoilt, _ => DeltaCodec.DecodeForeign(spoilt, replicas), read =>
        {
            Assert.Equal(spoilt, DeltaCodec.Encode(read, replicas));
            Use(read, history);
        }));

    [Fact]
    public void Spoilt_deltas_of_the_own_log_are_refused_or_can_be_worked_with() => ForEachSpoiltDelta((history, spoilt, replicas) =>
        Hostile.Reads(spoilt, _ => DeltaCodec.Decode(spoilt, replicas), read =>
        {
            DeltaCodec.Encode(read, replicas);
            Use(read, history);
        }));

    private static void Use(Document read, Document original)
    {
        Walk(read.Visible);
        byte[] encoded = DocumentCodec.Encode(read);
        DocumentCodec.Decode(read.Key, encoded);
        DocumentHash.Of(read);
        Walk(read.Join(original).Visible);
        DocumentCodec.Encode(original.Join(read));
        Pruning.Prune(read, read.Context);
    }

    private static void Use(Delta read, RandomHistory history)
    {
        foreach (Document document in history.Documents.Append(Document.Empty(read.Key)))
        {
            if (read.Key != document.Key || document.Apply(read, out Document applied) != ApplyResult.Applied) continue;

            // What was applied must be there after the next start too.
            byte[] bytes = DocumentCodec.Encode(applied);
            Assert.Equal(bytes, DocumentCodec.Encode(DocumentCodec.Decode(applied.Key, bytes)));
            Assert.Equal(applied.Visible, DocumentCodec.ReadVisible(bytes));
            Walk(applied.Visible);
        }
    }

    private static void Walk(Value value)
    {
        if (value.IsNone) return;
        _ = value.SizeBytes;
        _ = value.ToString();
    }

    private static void ForEachDocument(Action<Document, byte[], ReplicaTable?> check)
    {
        for (int i = 0; i < Histories; i++)
        {
            ReplicaTable? replicas = i % 2 == 0 ? null : new ReplicaTable();
            Document document = RandomHistory.Run(Seed + i).Joined;
            check(document, DocumentCodec.Encode(document, replicas), replicas);
        }
    }

    private void ForEachSpoiltDocument(Func<Document, byte[], ReplicaTable?, bool> check)
    {
        int count = TestSettings.Rounds(SpoiltEach);
        int read = 0;
        int all = 0;
        ForEachDocument((document, bytes, replicas) =>
        {
            foreach (byte[] spoilt in Hostile.Spoilt(bytes, Seed, count))
            {
                all++;
                if (check(document, spoilt, replicas)) read++;
            }
        });
        output.WriteLine($"seed {Seed}: {read} of {all} were read");
    }

    private static void ForEachDelta(Action<RandomHistory, byte[], ReplicaTable?> check)
    {
        for (int i = 0; i < Histories; i++)
        {
            ReplicaTable? replicas = i % 2 == 0 ? null : new ReplicaTable();
            RandomHistory history = RandomHistory.Run(Seed + i);
            foreach (Delta delta in history.Deltas.Take(5)) check(history, DeltaCodec.Encode(delta, replicas), replicas);
        }
    }

    private void ForEachSpoiltDelta(Func<RandomHistory, byte[], ReplicaTable?, bool> check)
    {
        int count = TestSettings.Rounds(SpoiltEach);
        int read = 0;
        int all = 0;
        ForEachDelta((history, bytes, replicas) =>
        {
            foreach (byte[] spoilt in Hostile.Spoilt(bytes, Seed, count))
            {
                all++;
                if (check(history, spoilt, replicas)) read++;
            }
        });
        output.WriteLine($"seed {Seed}: {read} of {all} were read");
    }
}
