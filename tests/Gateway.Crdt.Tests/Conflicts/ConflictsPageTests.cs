using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>docs/conflicts.md says what the tests show.</summary>
public sealed partial class ConflictsPageTests(ITestOutputHelper output)
{
    private const string Exceptions = "## The named exceptions";

    private static readonly string Page = Repository.Read("docs/conflicts.md");

    [Fact]
    public void The_page_has_a_heading_for_each_named_anomaly_and_no_other()
    {
        string section = Page[Page.IndexOf(Exceptions, StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", StringComparison.Ordinal)];
        IEnumerable<string> headings = Heading().Matches(section).Select(match => match.Groups["text"].Value);
        IEnumerable<string> anomalies = typeof(NamedAnomalies).GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => method.Name.Replace('_', ' '));

        Assert.Equal(anomalies.Order(StringComparer.Ordinal), headings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_gives_for_each_named_anomaly_an_example_and_a_way_out() =>
        Assert.All(Heading().Split(Page).Where((_, part) => part > 0 && part % 2 == 0), text => Assert.Matches(ExampleAndWayOut(), text));

    [Fact]
    [Trait("Category", "Long")]
    public void The_scores_on_the_page_are_those_of_the_code()
    {
        IReadOnlyList<ScoreRow> rows = LiveScores.Compute();
        foreach (ScoreRow row in rows) output.WriteLine(row.ToString());

        Assert.All(rows, row => Assert.Contains($"\n{row}\n", Page, StringComparison.Ordinal));
    }

    [GeneratedRegex("^### (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\A\n+```\n.+\n.+\n```\n.*\*\*Do\*\*", RegexOptions.Singleline)]
    private static partial Regex ExampleAndWayOut();
}
