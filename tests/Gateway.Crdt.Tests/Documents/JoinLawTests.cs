using FsCheck;
using FsCheck.Fluent;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Documents;

/// <summary>The join is a join whatever the cells mean: on documents that no planner would make.</summary>
public sealed class JoinLawTests
{
    [Fact]
    public void Join_is_commutative() => Check((a, b, _) => Same(a.Join(b), b.Join(a)));

    [Fact]
    public void Join_is_associative() => Check((a, b, c) => Same(a.Join(b).Join(c), a.Join(b.Join(c))));

    [Fact]
    public void Join_is_idempotent() => Check((a, b, _) => Same(a.Join(a), a) && Same(a.Join(b).Join(b), a.Join(b)));

    [Fact]
    public void Join_only_grows_what_is_known() => Check((a, b, _) => a.Join(b).Context.Includes(a.Context) && a.Join(b).Context.Includes(b.Context));

    [Fact]
    public void Joins_of_bytes_are_the_bytes_of_joins() => Check((a, b, _) =>
        DocumentCodec.Join(a.Key, DocumentCodec.Encode(a), DocumentCodec.Encode(b)).AsSpan().SequenceEqual(DocumentCodec.Encode(a.Join(b))));

    [Fact]
    public void Every_document_survives_its_encoding() => Check((a, _, _) =>
    {
        byte[] bytes = DocumentCodec.Encode(a);
        Document again = DocumentCodec.DecodeForeign(a.Key, bytes);
        return Same(a, again) && again.Visible == a.Visible && again.Context.Equals(a.Context) && DocumentCodec.ReadVisible(bytes) == a.Visible;
    });

    private static void Check(Func<Document, Document, Document, bool> law)
    {
        int rounds = TestSettings.Rounds(4000);
        Property property = Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                ArbitraryDocuments universe = new(seed);
                return law(universe.Next(), universe.Next(), universe.Next()).Label($"universe {seed}");
            });
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(rounds).WithStartSize(1000).WithEndSize(1 << 30).WithReplay(TestSettings.Seed is { } seed ? (ulong)seed : 20261122UL, 3UL),
            property);
    }

    private static bool Same(Document left, Document right) => DocumentCodec.Encode(left).AsSpan().SequenceEqual(DocumentCodec.Encode(right));
}
