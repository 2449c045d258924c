using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Queries;

/// <summary>The order of sort keys: numbers by value, texts by UTF-8 bytes, binaries as unsigned bytes.</summary>
public sealed class QueryOrderTests(NumberTable numbers, TextTable texts, BinaryTable binaries) : IClassFixture<NumberTable>, IClassFixture<TextTable>, IClassFixture<BinaryTable>
{
    [Theory]
    [InlineData("10 9 2 1", "1 2 9 10")]
    [InlineData("1 -1 0 -2 2", "-2 -1 0 1 2")]
    [InlineData("1.5 1.25 1 -1.5 -1.25", "-1.5 -1.25 1 1.25 1.5")]
    [InlineData("1e10 1e-10 0 -1e-10 -1e10", "-10000000000 -0.0000000001 0 0.0000000001 10000000000")]
    [InlineData("99 100 101 999 1000", "99 100 101 999 1000")]
    [InlineData("12345678901234567890123456789012345678 12345678901234567890123456789012345677", "12345678901234567890123456789012345677 12345678901234567890123456789012345678")]
    public async Task Numbers_by_value(string put, string listed)
    {
        string key = await FillAsync(numbers, put.Split(' '));

        Assert.Equal(listed, await numbers.ListedAsync(numbers.Query("pk = :p", $"{{:p: '{key}'}}")));
        Assert.Equal(string.Join(' ', listed.Split(' ').Reverse()), await numbers.ListedAsync(numbers.Query("pk = :p", $"{{:p: '{key}'}}", query => query.ScanIndexForward = false)));
    }

    [Theory]
    [InlineData("sk < :v", "2", "-10 0 1.5")]
    [InlineData("sk <= :v", "2.0", "-10 0 1.5 2")]
    [InlineData("sk > :v", "1.5", "2 10 100")]
    [InlineData("sk >= :v", "1.51", "2 10 100")]
    [InlineData("sk = :v", "1e1", "10")]
    [InlineData("sk > :v", "1e125", "")]
    [InlineData("sk < :v", "-11", "")]
    public async Task Number_bounds(string condition, string value, string listed)
    {
        string key = await FillAsync(numbers, ["-10", "0", "1.5", "2", "10", "100"]);

        Assert.Equal(listed, await numbers.ListedAsync(numbers.Query($"pk = :p AND {condition}", $"{{:p: '{key}', :v: {value}}}")));
    }

    [Theory]
    [InlineData("b|a|B|A|~|!", "!|A|B|a|b|~")]
    [InlineData("aa|a|ab|b", "a|aa|ab|b")]
    [InlineData("10|9|1", "1|10|9")]
    [InlineData("é|z|e|日本|😀", "e|z|é|日本|😀")]
    [InlineData("\uffff|😀|\ue000", "\ue000|\uffff|😀")]
    [InlineData("a b|a|a\tb|ab", "a|a\tb|a b|ab")]
    public async Task Texts_by_their_bytes(string put, string listed)
    {
        string key = await FillAsync(texts, [.. put.Split('|').Select(text => $"'{text}'")]);

        Assert.Equal(listed, (await texts.PagesAsync(texts.Query("pk = :p", $"{{:p: '{key}'}}", query => query.Limit = 1))).Replace(" | ", "|", StringComparison.Ordinal).TrimEnd('|'));
    }

    [Theory]
    [InlineData("80 7f 00 ff 01", "00 01 7f 80 ff")]
    [InlineData("0001 00 0000 01", "00 0000 0001 01")]
    public async Task Binaries_as_unsigned_bytes(string put, string listed)
    {
        string key = await FillAsync(binaries, [.. put.Split(' ').Select(hex => $"b'{Convert.ToBase64String(Convert.FromHexString(hex))}'")]);

        Assert.Equal(listed, await binaries.ListedAsync(binaries.Query("pk = :p", $"{{:p: '{key}'}}")));
        Assert.Equal(listed.Split(' ')[0], await binaries.ListedAsync(binaries.Query("pk = :p", $"{{:p: '{key}'}}", query => query.Limit = 1)));
    }

    [Theory]
    [InlineData("begins_with(sk, :v)", "AA==", "00 0001")]
    [InlineData("sk > :v", "AAE=", "80 ff")]
    [InlineData("sk BETWEEN :v AND :v", "gA==", "80")]
    public async Task Binary_bounds(string condition, string value, string listed)
    {
        string key = await FillAsync(binaries, ["b'AA=='", "b'AAE='", "b'gA=='", "b'/w=='"]);

        Assert.Equal(listed, await binaries.ListedAsync(binaries.Query($"pk = :p AND {condition}", $"{{:p: '{key}', :v: b'{value}'}}")));
    }

    private static async Task<string> FillAsync(TestTable table, string[] sortKeys)
    {
        string key = table.NextKey();
        await table.PutAllAsync(sortKeys.Select(sort => $"{{pk: '{key}', sk: {sort}}}"));
        return key;
    }
}
