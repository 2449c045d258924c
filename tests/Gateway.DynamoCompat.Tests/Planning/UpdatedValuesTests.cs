using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Planning;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>UPDATED_OLD and UPDATED_NEW show the touched parts and no more; as dynalite 4.0.0 answers.</summary>
public sealed class UpdatedValuesTests
{
    private const string Item = """{"n":{"N":"5"},"s":{"S":"x"},"l":{"L":[{"N":"1"},{"N":"2"},{"N":"3"}]},"ss":{"SS":["a","b"]},"m":{"M":{"k":{"N":"1"},"j":{"N":"2"},"l":{"L":[{"S":"q"}]}}}}""";

    [Theory]
    [InlineData("SET m.k = :n2", """{"m":{"M":{"k":{"N":"1"}}}}""", """{"m":{"M":{"k":{"N":"2"}}}}""")]
    [InlineData("SET l[1] = :n3", """{"l":{"L":[{"N":"2"}]}}""", """{"l":{"L":[{"N":"3"}]}}""")]
    [InlineData("SET l[10] = :n3", "{}", "{}")]
    [InlineData("SET l[2] = :n, l[0] = :n2 REMOVE n", """{"l":{"L":[{"N":"1"},{"N":"3"}]},"n":{"N":"5"}}""", """{"l":{"L":[{"N":"2"},{"N":"1"}]}}""")]
    [InlineData("REMOVE n", """{"n":{"N":"5"}}""", "{}")]
    [InlineData("REMOVE m.k", """{"m":{"M":{"k":{"N":"1"}}}}""", "{}")]
    [InlineData("REMOVE l[0]", """{"l":{"L":[{"N":"1"}]}}""", """{"l":{"L":[{"N":"2"}]}}""")]
    [InlineData("SET m.l[0] = :n2, m.k = :n3", """{"m":{"M":{"k":{"N":"1"},"l":{"L":[{"S":"q"}]}}}}""", """{"m":{"M":{"k":{"N":"3"},"l":{"L":[{"N":"2"}]}}}}""")]
    [InlineData("SET z = :n", "{}", """{"z":{"N":"1"}}""")]
    [InlineData("ADD ss :ss", """{"ss":{"SS":["a","b"]}}""", """{"ss":{"SS":["a","b"]}}""")]
    [InlineData("DELETE ss :ss", """{"ss":{"SS":["a","b"]}}""", """{"ss":{"SS":["b"]}}""")]
    [InlineData("SET n = n", """{"n":{"N":"5"}}""", """{"n":{"N":"5"}}""")]
    [InlineData("SET n = :n REMOVE s", """{"n":{"N":"5"},"s":{"S":"x"}}""", """{"n":{"N":"1"}}""")]
    public void The_touched_parts_before_and_after(string text, string before, string after)
    {
        UpdateResult result = Updates.Evaluate(text, Item);

        Assert.Equal(before, Shown(result.UpdatedOld(Updates.WithKey(Item))));
        Assert.Equal(after, Shown(result.UpdatedNew(Updates.WithKey(Updates.Run(text, Item)))));
    }

    [Fact]
    public void Of_an_item_that_was_not_there_nothing_is_old() => Assert.Equal("{}", Shown(Updates.Evaluate("SET a = :n", null).UpdatedOld(default)));

    private static string Shown(Value map) => map.ToString()[5..^1];
}
