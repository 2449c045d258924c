using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Documents;

public sealed class PruningTests
{
    private static readonly Value Item = Value.Map(("n", Value.Number(1)), ("s", Value.String("t")));

    [Fact]
    public void Losers_orphans_and_ghosts_go_once_all_is_stable()
    {
        Document start = new Start(Item).Make();
        Delta put = Start.Plan(start, new Request.Put(Value.Map(("s", Value.String("lost")), ("only", Value.Number(1)))), 10, 1, PlanOptions.Replace);
        Delta other = Start.Plan(start, new Request.Put(Item), 11, 2, PlanOptions.Replace);
        Delta increment = Start.Plan(start, Request.Of(Request.Increment("n", 1)), 12, 3, PlanOptions.Replace);
        Document merged = Start.Apply(Start.Apply(Start.Apply(start, put), other), increment);
        Document pruned = Pruning.Prune(merged, merged.Context);

        Assert.Equal(merged.Visible, pruned.Visible);
        Assert.Equal(merged.Context, pruned.Context);
        Assert.Single(pruned.Root!.Assignments);
        Assert.Null(pruned.Root.Find(PathStep.Name("only")));
        Assert.True(DocumentCodec.Encode(pruned).Length < DocumentCodec.Encode(merged).Length);
        Assert.Same(pruned, Pruning.Prune(pruned, merged.Context));
    }

    [Fact]
    public void Nothing_goes_while_a_single_write_is_not_stable()
    {
        Document start = new Start(Item).Make();
        Document merged = Start.Write(Start.Write(start, new Request.Delete(), 10, 1, PlanOptions.Replace), new Request.Put(Item), 11, 2, PlanOptions.Replace);
        Context allButOne = merged.Context.Without(replica => replica.Value == 2);
        Assert.Same(merged, Pruning.Prune(merged, allButOne));
    }

    [Fact]
    public void A_ghost_stays_as_long_as_increments_of_its_run_live()
    {
        // The base was reset having seen one increment of replica 1, which went on incrementing unseen.
        Document start = Start.Write(new Start(Item).Make(), Request.Of(Request.Increment("n", 5)), 10, 1, PlanOptions.Replace);
        Delta reset = Start.Plan(start, Request.Of(Request.Set("n", Value.Number(0))), 11, 2, PlanOptions.Replace);
        Delta more = Start.Plan(start, Request.Of(Request.Increment("n", 7)), 12, 1, PlanOptions.Replace);
        Document merged = Start.Apply(Start.Apply(start, reset), more);
        Assert.Equal(Value.Number(7), merged.Visible["n"]);

        Document pruned = Pruning.Prune(merged, merged.Context);
        Assert.Equal(Value.Number(7), pruned.Visible["n"]);
        Assert.Equal(Value.Number(8), Start.Write(pruned, Request.Of(Request.Increment("n", 1)), 13, 1, PlanOptions.Replace).Visible["n"]);
    }

    [Fact]
    public void A_write_that_may_not_have_seen_what_is_stable_removes_only_what_it_has_seen()
    {
        Document there = Start.Write(new Start(Item).Make(), Request.Of(Request.Increment("n", 5)), 10, 1, PlanOptions.Replace);
        Delta anew = Start.Plan(Document.Empty(there.Key), Request.Of(Request.AddNumber("n", 2)), 20, 2, PlanOptions.Replace);
        Document blind = Start.Apply(Document.Empty(there.Key), anew);

        Assert.Equal(ApplyResult.Applied, there.Apply(anew, out Document cleared, there.Context));
        Assert.Equal(Value.Number(2), cleared.Visible["n"]);
        Assert.Equal(ApplyResult.Applied, there.Apply(anew, out Document kept, there.Context, Context.Empty));
        Assert.Equal(Value.Number(8), kept.Visible["n"]);
        Assert.Equal(Value.Number(8), there.Join(blind, there.Context, Context.Empty).Visible["n"]);
        Assert.Equal(Value.Number(8), blind.Join(there).Visible["n"]);
        Assert.Equal(Value.Number(8), Pruning.PruneDeleted(kept, kept.Context).Visible["n"]);
        Assert.Same(kept, Pruning.PruneDeleted(kept, kept.Context));
        Document deleted = Start.Write(kept, new Request.Delete(), 30, 1, PlanOptions.Replace);
        Assert.True(Pruning.CanForget(Pruning.PruneDeleted(deleted, deleted.Context), deleted.Context));
    }

    [Fact]
    public void A_deleted_item_is_forgotten_only_when_everybody_knows_that_it_is_stable()
    {
        Document deleted = Start.Write(new Start(Item).Make(), new Request.Delete(), 10, 1, PlanOptions.Replace);
        Document pruned = Pruning.Prune(deleted, deleted.Context);
        Assert.True(pruned.HasNoCells);
        Assert.False(Pruning.CanForget(pruned, Context.Empty));
        Assert.True(Pruning.CanForget(pruned, deleted.Context));
    }

    [Fact]
    public void What_is_stable_never_comes_back_by_a_late_delta_or_an_old_document()
    {
        Document start = Document.Empty(Start.Key);
        Delta put = Start.Plan(start, new Request.Put(Item), 1, 1, PlanOptions.Replace);
        Document old = Start.Apply(start, put);
        Context stable = Start.Write(old, new Request.Delete(), 2, 2, PlanOptions.Replace).Context;

        Document forgotten = Document.Empty(Start.Key);
        Assert.Equal(ApplyResult.AlreadySeen, forgotten.Apply(put, out _, stable));
        Assert.False(forgotten.Join(old, stable).IsVisible);

        // Without that knowledge both would bring it back: that is what the stable context is for.
        Assert.Equal(ApplyResult.Applied, forgotten.Apply(put, out _));
        Assert.True(forgotten.Join(old).IsVisible);
    }

    [Fact]
    public void An_old_document_does_not_bring_back_the_context_entry_of_a_closed_replica()
    {
        ReplicaId closed = new(1);
        Document early = Start.Write(Document.Empty(Start.Key), Request.Of(Request.Set("y", Value.Number(1))), 10, 1, PlanOptions.Replace);
        Document late = Start.Write(early, Request.Of(Request.Set("z", Value.Number(2))), 11, 1, PlanOptions.Replace);
        Context stable = late.Context.With(new Stamp(HlcTime.Max, closed));
        Document pruned = Pruning.Prune(late, stable);
        Assert.Equal(0, pruned.Context.Count);

        Document joined = pruned.Join(early, stable);
        Assert.Equal(late.Visible, joined.Visible);
        Assert.Equal(DocumentCodec.Encode(pruned), DocumentCodec.Encode(joined));
        Assert.Equal(late.Visible, DocumentCodec.DecodeForeign(Start.Key, DocumentCodec.Encode(joined)).Visible);
    }

    [Fact]
    public void Cells_of_a_closed_replica_can_still_be_overwritten_everywhere()
    {
        Document document = Start.Write(Document.Empty(Start.Key), new Request.Put(Item), 10, 1, PlanOptions.Replace);
        Context stable = document.Context.With(new Stamp(HlcTime.Max, new ReplicaId(1)));
        Document pruned = Pruning.Prune(document, stable);
        Delta delete = Start.Plan(pruned, new Request.Delete(), 20, 2, PlanOptions.Replace);
        Assert.Equal(0, delete.Needs.Count);

        // A store that has not pruned yet, but knows that replica 1 is closed.
        Assert.Equal(ApplyResult.Applied, document.Apply(delete, out Document after, stable));
        Assert.False(after.IsVisible);
    }

    [Fact]
    public void A_total_of_a_closed_replica_that_comes_to_nothing_goes()
    {
        Document document = Start.Write(new Start(Item).Make(), Request.Of(Request.Increment("n", 5)), 10, 1, PlanOptions.Replace);
        document = Start.Write(document, Request.Of(Request.Increment("n", -5)), 11, 1, PlanOptions.Replace);
        document = Start.Write(document, Request.Of(Request.Increment("n", 3)), 12, 2, PlanOptions.Replace);
        Assert.Equal([1UL, 2UL], Incrementers(Pruning.Prune(document, document.Context)));

        Document pruned = Pruning.Prune(document, document.Context.With(new Stamp(HlcTime.Max, new ReplicaId(1))));
        Assert.Equal(Value.Number(4), pruned.Visible["n"]);
        Assert.Equal([2UL], Incrementers(pruned));
        Assert.Equal(Value.Number(5), Start.Write(pruned, Request.Of(Request.Increment("n", 1)), 20, 2, PlanOptions.Replace).Visible["n"]);
    }

    private static IEnumerable<ulong> Incrementers(Document document) =>
        document.Root!.Find(PathStep.Name("n"))!.Full().Increments.Select(increment => increment.Stamp.Replica.Value).Order();
}
