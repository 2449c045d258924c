using FsCheck;
using FsCheck.Fluent;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.PartiQl;
using Gateway.DynamoCompat.PartiQl.Syntax;
using Gateway.DynamoCompat.Tests.PartiQl.Syntax;
using Gateway.Testing;

namespace Gateway.DynamoCompat.Tests.PartiQl;

/// <summary>Random statements against tables: whatever is sent, an answer comes back, and it is the right one.</summary>
public sealed class StatementFuzzTests : IDisposable
{
    private static readonly string[] Parameters = ["""{"S":"a"}""", """{"N":"1"}""", """{"BOOL":true}""", """{"L":[{"N":"1"}]}""", """{"SS":["x"]}""", """{"M":{"a":{"S":"b"}}}""", """{"NULL":true}""", """{"B":"AQ=="}"""];

    private readonly StatementPop pop = new();

    public void Dispose() => pop.Dispose();

    [Fact]
    public async Task Every_statement_gets_an_answer()
    {
        foreach (string table in new[] { "a", "Artist", "select" }) await pop.WithTable(table, "pk S", "a S", StatementPop.Index(1, "value", isGlobal: true, "KEYS_ONLY", "x"));
        for (int i = 0; i < 20; i++) await pop.Run($"INSERT INTO a VALUE {{'pk':'x','a':'{i}','value':{i},'size':<<'x'>>,'Artist':[1,{{'a':2}}]}}");

        Check(2500, seed =>
        {
            ArbitraryStatements statements = new(seed);
            foreach (string statement in new[] { StatementPrinter.Print(statements.Next()), statements.Broken() })
            {
                string[] parameters = [.. Enumerable.Range(0, 60).Select(at => Parameters[(seed + at) & 7])];
                string answer = pop.Execute(StatementPop.Body(statement, parameters)).GetAwaiter().GetResult();
                Assert.True(answer.StartsWith('{') || answer.Contains("Exception: ", StringComparison.Ordinal), answer);
            }
        });
    }

    /// <summary>The planner takes a clause apart; the same clause over every single item must find the same ones.</summary>
    [Fact]
    public async Task What_is_read_by_keys_is_what_a_look_at_every_item_finds()
    {
        await pop.WithTable("Orders", "pk S", "sk N");
        List<Value> items = [];
        foreach (string pk in new[] { "a", "b", "c" })
        {
            for (int sk = 0; sk < 6; sk++)
            {
                await pop.Run($"INSERT INTO Orders VALUE {{'pk': '{pk}', 'sk': {sk}, 'n': {(sk * 7) % 5}}}");
                items.Add(Value.Map(("pk", Value.String(pk)), ("sk", Value.Number(sk)), ("n", Value.Number((sk * 7) % 5))));
            }
        }

        int keyed = 0;
        Check(2500, seed =>
        {
            string where = Where(new Random(seed), 3);
            string answer = pop.Run($"SELECT pk, sk FROM Orders WHERE {where}").GetAwaiter().GetResult();
            if (answer.Contains("Overlapping conditions", StringComparison.Ordinal) || answer.Contains("Too many decomposed", StringComparison.Ordinal) || answer.Contains("requires upper bound", StringComparison.Ordinal)) return;

            var select = (BoundStatement.Select)StatementBinder.Bind(StatementParser.Parse($"SELECT * FROM Orders WHERE {where}"), []);
            var condition = Condition.Of(select.Where!);
            string[] expected = [.. items.Where(condition.IsTrue).Select(item => $"{{pk:'{item["pk"].AsString()}', sk:{item["sk"].AsNumber()}}}").Order(StringComparer.Ordinal)];
            string[] found = [.. answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
            Assert.True(expected.SequenceEqual(found), $"{where}: {string.Join(' ', found)} instead of {string.Join(' ', expected)}");
            if (expected.Length is > 0 and < 18) keyed++;
        });
        Assert.True(keyed > 100, $"Only {keyed} clauses found some of the items.");
    }

    private static string Where(Random random, int depth)
    {
        if (depth > 0 && random.Next(3) > 0)
        {
            string word = random.Next(2) == 0 ? " AND " : " OR ";
            string joined = string.Join(word, Enumerable.Range(0, random.Next(2, 4)).Select(_ => Where(random, depth - 1)));
            return (random.Next(12) == 0 ? "NOT " : "") + $"({joined})";
        }

        string sort = random.Next(6).ToString();
        string comparator = new[] { "=", "<", "<=", ">", ">=", "<>" }[random.Next(6)];
        return random.Next(8) switch
        {
            0 or 1 or 2 => $"pk = '{"abcd"[random.Next(4)]}'",
            3 => $"pk IN ['{"ab"[random.Next(2)]}', '{"cd"[random.Next(2)]}']",
            4 => $"sk {comparator} {sort}",
            5 => $"{sort} {comparator} sk",
            6 => random.Next(2) == 0 ? $"sk BETWEEN {random.Next(4)} AND {random.Next(2, 6)}" : $"sk IN [{random.Next(3)}, {random.Next(3, 6)}]",
            _ => $"n {comparator} {random.Next(5)}",
        };
    }

    private static void Check(int usual, Action<int> law)
    {
        Property property = Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            law(seed);
            return true;
        });
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(TestSettings.Rounds(usual)).WithStartSize(1000).WithEndSize(1 << 30).WithReplay(TestSettings.Seed is { } seed ? (ulong)seed : 20261222UL, 3UL),
            property);
    }
}
