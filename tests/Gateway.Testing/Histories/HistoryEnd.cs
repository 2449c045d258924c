using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;

namespace Gateway.Testing.Histories;

/// <summary>What must hold when all replicas have heard of everything.</summary>
internal static class HistoryEnd
{
    public static void Check(HistoryReplica[] active, int seed)
    {
        CheckLaws(active, new Random(seed));
        Quiesce(active);
        CheckEqual([.. active.Select(replica => replica.Shadow)], "diverged");
        if (active.All(replica => replica.Stable.Count == 0)) CheckEqual([.. active.Select(replica => replica.Document)], "diverged");

        // Now all is stable everywhere: what is left must be equal to the byte, however much each had pruned on the way.
        Context all = active.Select(replica => replica.Known).Aggregate((one, other) => one.Union(other));
        foreach (HistoryReplica replica in active)
        {
            Document pruned = Pruning.Prune(replica.Document, all);
            if (pruned.Visible != replica.Shadow.Visible)
            {
                throw new HistoryFailureException("last prune", $"replica {replica.Number} shows {pruned.Visible}; never pruned it would show {replica.Shadow.Visible}");
            }

            bool forgotten = Pruning.CanForget(pruned, all);
            if (!pruned.IsVisible && !forgotten) throw new HistoryFailureException("leftovers", $"replica {replica.Number} cannot forget a deleted item");
            replica.Document = forgotten ? Document.Empty(pruned.Key) : pruned;
        }

        CheckEqual([.. active.Select(replica => replica.Document)], "diverged after pruning");
    }

    private static void Quiesce(HistoryReplica[] active)
    {
        for (int round = 0; round < 2; round++)
        {
            foreach (HistoryReplica to in active)
            {
                foreach (HistoryReplica from in active)
                {
                    to.Document = to.Document.Join(from.Document, to.Stable);
                    to.Shadow = to.Shadow.Join(from.Shadow);
                    if (to.Document.Visible != to.Shadow.Visible)
                    {
                        throw new HistoryFailureException("shadow", $"in the end replica {to.Number} shows {to.Document.Visible}; never pruned it would show {to.Shadow.Visible}");
                    }
                }
            }
        }
    }

    private static void CheckEqual(Document[] documents, string law)
    {
        byte[] first = DocumentCodec.Encode(documents[0]);
        foreach (Document other in documents.AsSpan(1))
        {
            if (!first.AsSpan().SequenceEqual(DocumentCodec.Encode(other))) throw new HistoryFailureException(law, $"{documents[0].Visible} and {other.Visible}");
        }
    }

    private static void CheckLaws(HistoryReplica[] active, Random random)
    {
        Document a = active[random.Next(active.Length)].Shadow;
        Document b = active[random.Next(active.Length)].Shadow;
        Document c = active[random.Next(active.Length)].Shadow;
        CheckEqual([a.Join(b).Join(c), a.Join(b.Join(c))], "associative");
        CheckEqual([a.Join(b), b.Join(a)], "commutative");
        CheckEqual([a.Join(a), a], "idempotent");
    }
}
