using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Planning;
using Gateway.Testing;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>
/// Any update on any item: its edits, planned and applied, show what a plain evaluator leaves, and it is refused when that refuses it, with the
/// same words. On documents fresh from one place, and on those that several places have written at once.
/// </summary>
public sealed class UpdatePropertyTests
{
    private const int Replicas = 3;

    private static readonly ItemKey Key = new("p"u8.ToArray());

    [Theory]
    [InlineData(PutMode.Merge)]
    [InlineData(PutMode.Replace)]
    public void Edits_show_what_the_update_says(PutMode mode)
    {
        int written = 0;
        int refused = 0;
        int rounds = TestSettings.Rounds(300);
        int first = TestSettings.Seed ?? 1;
        for (int seed = first; seed < first + rounds; seed++)
        {
            (int done, int not) = Play(seed, mode);
            written += done;
            refused += not;
        }

        // Both happen often, or the test says little.
        if (rounds >= 100) Assert.True(written > rounds * 4 && refused > rounds * 4, $"{written} written, {refused} refused");
    }

    /// <summary>A while of three places that write and merge.</summary>
    private static (int Written, int Refused) Play(int seed, PutMode mode)
    {
        Random random = new(seed);
        RandomUpdates updates = new(random);
        ExpressionCache cache = new();
        PlanOptions options = new() { Mode = mode };
        Document[] documents = [.. Enumerable.Repeat(Document.Empty(Key), Replicas)];
        int written = 0;
        int refused = 0;
        for (int step = 1; step <= 40; step++)
        {
            int here = random.Next(Replicas);
            Stamp stamp = new(HlcTime.At((step * 10) + random.Next(15), step), new ReplicaId((ulong)here + 1));
            if (stamp.Time <= documents[here].Context.Highest) stamp = new Stamp(HlcTime.At((step * 10) + 1000, step), stamp.Replica);
            if (stamp.Time <= documents[here].Context.Highest) continue;
            switch (random.Next(8))
            {
                case 0:
                    documents[here] = Apply(documents[here], [random.Next(3) == 0 ? new DocumentEdit.DeleteItem() : new DocumentEdit.PutItem(updates.Item())], stamp, options);
                    break;
                case 1 or 2:
                    documents[here] = documents[here].Join(documents[random.Next(Replicas)]);
                    break;
                default:
                    if (Update(updates, cache, ref documents[here], stamp, options, $"EDGE_SEED={seed}, step {step}")) written++;
                    else refused++;
                    break;
            }
        }

        return (written, refused);
    }

    /// <returns>False if the update was refused, as it should be.</returns>
    private static bool Update(RandomUpdates updates, ExpressionCache cache, ref Document document, Stamp stamp, PlanOptions options, string place)
    {
        Value before = document.IsVisible ? ValueMaps.Union(document.Visible, Updates.Key) : default;
        PlainUpdate plain = updates.NextFor(before, Updates.Key);
        string told = $"{place}: {plain} with {updates.Constants} on {before}";
        UpdatePlan plan;
        try
        {
            plan = UpdatePlan.Bind(cache.Update(plain.ToString()), new Placeholders(null, updates.Constants));
        }
        catch (WireException refusal)
        {
            // The text is refused for what it is; those texts have tests of their own.
            Assert.True(refusal.Error.Message!.StartsWith("Invalid UpdateExpression: Two document paths", StringComparison.Ordinal) || refusal.Error.Message.Contains("Incorrect operand type", StringComparison.Ordinal), $"{told}: {refusal.Error.Message}");
            return false;
        }

        Value expected;
        try
        {
            expected = plain.Run(before, Updates.Key);
        }
        catch (PlainRefusalException refusal)
        {
            string? message = Assert.Throws<WireException>(() => plan.Evaluate(before, Updates.Key)).Error.Message;
            Assert.True(refusal.Message == message, $"{told}: {message} instead of {refusal.Message}");
            return false;
        }

        UpdateResult result = plan.Evaluate(before, Updates.Key);
        document = Apply(document, result.Edits, stamp, options);
        Value after = document.IsVisible ? ValueMaps.Union(document.Visible, Updates.Key) : default;
        Assert.True(expected == after, $"{told}: {after} instead of {expected}");
        Assert.Equal(WouldCreate(plain), result.Edits.Any(edit => edit is DocumentEdit.Touch));
        return true;
    }

    private static bool WouldCreate(PlainUpdate update) => RandomUpdates.Fits(update, default, Updates.Key) && !update.Run(default, Updates.Key).IsNone;

    private static Document Apply(Document document, IReadOnlyList<DocumentEdit> edits, Stamp stamp, PlanOptions options)
    {
        Assert.Equal(ApplyResult.Applied, document.Apply(EditPlanner.Plan(document, edits, stamp, options), out Document result));
        return result;
    }
}
