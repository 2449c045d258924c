using FsCheck;
using FsCheck.Fluent;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tests.Planning;
using Gateway.Testing;

namespace Gateway.DynamoCompat.Tests.Expressions;

public sealed class ExpressionPropertyTests
{
    private static readonly string[] Pieces =
    [
        "a", "b", "#c", ":v", ":w", "(", ")", "(", ")", "[", "]", "[0]", ".", ",", "=", "<", "<>", ">=", "+", "-", " ", "  ", "AND", "or", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "add", "DELETE",
        "size", "contains(", "attribute_exists(", "begins_with", "if_not_exists(", "list_append(", "name", "0", "17", "é", "𝄞", "\ud834", "&", "\t", "_", "#", ":", "a.b[1]", "a = :v", "AND b = :w",
    ];

    private static readonly ExpressionKind[] Kinds = [ExpressionKind.Condition, ExpressionKind.Filter, ExpressionKind.KeyCondition, ExpressionKind.Projection, ExpressionKind.Update];

    private static ulong Seed => (ulong)(TestSettings.Seed ?? 20_261_122);

    [Fact]
    public void Any_text_is_read_or_refused_with_a_place_in_it()
    {
        Gen<string> texts = Gen.ListOf(Gen.Elements(Pieces)).Select(pieces => string.Join(pieces.Count % 2 == 0 ? " " : "", pieces));
        Property property = Prop.ForAll(texts.ToArbitrary(), text => Kinds.All(kind => IsReadOrRefused(kind, text)).Label(text));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestSettings.Rounds(3000)).WithStartSize(1).WithEndSize(40).WithReplay(Seed, 3UL), property);
    }

    [Fact]
    public void Any_condition_holds_when_a_plain_evaluator_says_so()
    {
        Property property = Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            Random random = new(seed);
            RandomConditions conditions = new(random);
            PlainCondition plain = conditions.Next();
            Condition bound = Condition.Bind(new ExpressionCache().Condition(ExpressionKind.Condition, plain.ToString()), ExpressionKind.Condition, new Placeholders(null, conditions.Constants));
            for (int i = 0; i < 5; i++)
            {
                Value item = new RandomUpdates(random).Item();
                if (bound.IsTrue(item) != plain.Holds(PlainItem.Open(item))) return false.Label($"seed {seed}: {plain} with {conditions.Constants} on {item}");
            }

            return true.Label("");
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(TestSettings.Rounds(2000)).WithStartSize(1000).WithEndSize(1 << 30).WithReplay(Seed, 3UL), property);
    }

    private static bool IsReadOrRefused(ExpressionKind kind, string text)
    {
        try
        {
            ExpressionCache cache = new();
            if (kind == ExpressionKind.Projection) cache.Projection(text);
            else if (kind == ExpressionKind.Update) cache.Update(text);
            else cache.Condition(kind, text);
            return true;
        }
        catch (WireException refusal)
        {
            string message = refusal.Error.Message!;
            const string Near = "\", near: \"";
            int near = message.IndexOf(Near, StringComparison.Ordinal);
            return message.StartsWith($"Invalid {kind}Expression: ", StringComparison.Ordinal) && (near < 0 || text.Contains(message[(near + Near.Length)..^1], StringComparison.Ordinal));
        }
    }
}
