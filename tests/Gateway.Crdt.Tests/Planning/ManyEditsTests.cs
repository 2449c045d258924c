using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Codec;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Planning;

/// <summary>The planner compares few edits with one another and puts many into groups: what they do is the same.</summary>
public sealed class ManyEditsTests
{
    private const int Rounds = 300;
    private const int More = 20;

    [Fact]
    public void Edits_do_the_same_alone_and_among_many_that_do_nothing()
    {
        int rounds = TestSettings.Rounds(Rounds);
        int first = TestSettings.Seed ?? 1;
        for (int seed = first; seed < first + rounds; seed++)
        {
            Random random = new(seed);
            foreach (Document document in RandomHistory.Run(seed).Documents)
            {
                if (!document.IsVisible) continue;
                DocumentEdit[] edits = [.. AnyEdits(document.Visible, random)];
                IEnumerable<DocumentEdit> nothing = Enumerable.Range(0, More).Select(i => new DocumentEdit.Remove($"absent {i}"));
                byte[] alone = Written(document, edits);
                Assert.True(alone.AsSpan().SequenceEqual(Written(document, [.. edits, .. nothing])), $"seed {seed}");
            }
        }
    }

    private static byte[] Written(Document document, DocumentEdit[] edits)
    {
        Stamp stamp = new(new HlcTime(document.Context.Highest.Ticks + 1), new ReplicaId(1));
        document.Apply(EditPlanner.Plan(document, edits, stamp, PlanOptions.Replace), out Document written);
        return DocumentCodec.Encode(written);
    }

    /// <summary>In any order, two for some maps.</summary>
    private static DocumentEdit[] AnyEdits(Value item, Random random)
    {
        List<DocumentEdit> edits = [new DocumentEdit.Assign("new", Value.Null)];
        foreach (ValueEntry entry in item)
        {
            ValuePath path = entry.Name;
            switch (random.Next(4))
            {
                case 0:
                    edits.Add(new DocumentEdit.Remove(path));
                    break;
                case 1:
                    edits.Add(new DocumentEdit.Assign(path, Value.Number(random.Next(9))));
                    break;
                case 2 when entry.Value.Kind == ValueKind.Map:
                    edits.Add(new DocumentEdit.Assign(path.Member("k"), Value.Number(random.Next(9))));
                    edits.Add(new DocumentEdit.Remove(path.Member("other")));
                    break;
                default:
                    break;
            }
        }

        DocumentEdit[] mixed = [.. edits];
        random.Shuffle(mixed);
        return mixed;
    }
}
