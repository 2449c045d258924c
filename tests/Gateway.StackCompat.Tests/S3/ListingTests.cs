using System.Xml.Linq;
using Gateway.Testing;

namespace Gateway.StackCompat.Tests.S3;

public sealed class ListingTests : IAsyncLifetime
{
    private readonly BucketRig rig = new();

    public async ValueTask InitializeAsync() => await rig.DoAsync("PUT", "/list");

    public ValueTask DisposeAsync()
    {
        rig.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("", "a a/1 a/2 b/x/1 b/x/2 c")]
    [InlineData("prefix=a", "a a/1 a/2")]
    [InlineData("prefix=a/", "a/1 a/2")]
    [InlineData("delimiter=/", "a c + a/ b/")]
    [InlineData("prefix=b/&delimiter=/", "+ b/x/")]
    [InlineData("prefix=b/x/&delimiter=/", "b/x/1 b/x/2")]
    [InlineData("start-after=a/1", "a/2 b/x/1 b/x/2 c")]
    [InlineData("delimiter=/&start-after=a/", "c + b/")]
    [InlineData("prefix=none", "")]
    public async Task Prefix_and_delimiter_choose(string query, string expected)
    {
        foreach (string key in (string[])["c", "b/x/2", "b/x/1", "a/2", "a/1", "a"]) await rig.DoAsync("PUT", $"/list/{key}", key);

        Assert.Equal(expected, Show((await rig.DoAsync("GET", $"/list?list-type=2&{query}")).Xml));
    }

    [Fact]
    public async Task Pages_together_are_the_whole_in_both_versions()
    {
        Random random = new(TestSettings.Seed ?? 3);
        SortedSet<string> keys = new(StringComparer.Ordinal);
        while (keys.Count < 60) keys.Add(string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => "ab/"[random.Next(3)])).Trim('/') is { Length: > 0 } key ? key : "z");
        foreach (string key in keys) await rig.DoAsync("PUT", $"/list/{key}", "x");

        foreach (string filter in (string[])["", "delimiter=/", "prefix=a", "prefix=a&delimiter=/"])
        {
            List<string> expected = [.. Names((await rig.DoAsync("GET", $"/list?list-type=2&{filter}")).Xml)];
            List<string> paged = [];
            string? token = null;
            do
            {
                XElement page = (await rig.DoAsync("GET", $"/list?list-type=2&max-keys=3&{filter}{(token is null ? "" : "&continuation-token=" + Uri.EscapeDataString(token))}")).Xml;
                Assert.True(Names(page).Count() <= 3);
                paged.AddRange(Names(page));
                token = Text(page, "NextContinuationToken");
            }
            while (token is not null);
            Assert.Equal(expected.Order(StringComparer.Ordinal), paged.Order(StringComparer.Ordinal));

            List<string> byMarker = [];
            string marker = "";
            XElement last;
            do
            {
                last = (await rig.DoAsync("GET", $"/list?max-keys=4&marker={Uri.EscapeDataString(marker)}&{filter}")).Xml;
                byMarker.AddRange(Names(last));
                marker = Text(last, "NextMarker") ?? Names(last).LastOrDefault() ?? "";
            }
            while (Text(last, "IsTruncated") == "true");
            Assert.Equal(expected.Order(StringComparer.Ordinal), byMarker.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Versions_come_in_pages_too()
    {
        await rig.DoAsync("PUT", "/list?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
        for (int i = 0; i < 5; i++)
        {
            await rig.DoAsync("PUT", "/list/a", $"{i}");
            await rig.DoAsync("PUT", "/list/b", $"{i}");
        }

        List<string> found = [];
        string next = "";
        do
        {
            XElement page = (await rig.DoAsync("GET", $"/list?versions&max-keys=3{next}")).Xml;
            found.AddRange(page.Elements().Where(element => element.Name.LocalName == "Version").Select(element => $"{Text(element, "Key")}{Text(element, "VersionId")}"));
            next = Text(page, "IsTruncated") == "true" ? $"&key-marker={Text(page, "NextKeyMarker")}&version-id-marker={Text(page, "NextVersionIdMarker")}" : "";
        }
        while (next.Length > 0);
        Assert.Equal(10, found.Distinct().Count());
        Assert.Equal(10, found.Count);
    }

    [Fact]
    public async Task Odd_keys_are_encoded_when_asked_for()
    {
        await rig.DoAsync("PUT", "/list/a%20b%2Bc%26%C3%A9", "x");

        Assert.Equal("a+b%2Bc%26%C3%A9", Show((await rig.DoAsync("GET", "/list?list-type=2&encoding-type=url")).Xml));
        Assert.Equal("a b+c&é", Show((await rig.DoAsync("GET", "/list?list-type=2")).Xml));
    }

    private static string? Text(XElement parent, string name) => parent.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    private static IEnumerable<string> Names(XElement list) =>
        list.Elements().Where(element => element.Name.LocalName is "Contents" or "CommonPrefixes").Select(element => element.Elements().First().Value);

    private static string Show(XElement list)
    {
        string[] prefixes = [.. list.Elements().Where(element => element.Name.LocalName == "CommonPrefixes").Select(element => element.Value)];
        string[] keys = [.. list.Elements().Where(element => element.Name.LocalName == "Contents").Select(element => Text(element, "Key")!)];
        return string.Join(' ', prefixes.Length == 0 ? keys : [.. keys, "+", .. prefixes]);
    }
}
