using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Tidy.Tests;

/// <summary>What a page says must be there.</summary>
public sealed partial class PageTests
{
    private static readonly IReadOnlyList<string> Pages = [.. Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    [Fact]
    public void Every_link_inside_the_repository_leads_somewhere() => Offences.None(Pages.SelectMany(DeadLinks), "Nothing is at the end of:");

    [Fact]
    public void Every_decision_is_in_the_index()
    {
        string index = Repository.Read("docs/adr/README.md");

        Offences.None(
            Pages.Where(page => DecisionFile().IsMatch(page)).Select(page => page["docs/adr/".Length..]).Where(file => !index.Contains($"({file})", StringComparison.Ordinal)),
            "Add a line to docs/adr/README.md for:");
    }

    [Fact]
    public void Every_variable_that_a_person_may_set_is_explained()
    {
        string explained = Repository.Read("CONTRIBUTING.md") + Repository.Read("README.md");
        IEnumerable<string> used = Sources.All.Append("test").Append("edgectl").SelectMany(file => Variable().Matches(Repository.Read(file))).Select(match => match.Value).Distinct();

        Offences.None(used.Where(name => !explained.Contains(name, StringComparison.Ordinal)), "Explain in CONTRIBUTING.md or README.md:");
    }

    private static IEnumerable<string> DeadLinks(string page) =>
        Link().Matches(Prose(page)).Select(match => match.Groups["to"].Value).Where(to => !Scheme().IsMatch(to) && !LeadsSomewhere(page, to)).Select(to => $"{page}: {to}");

    private static bool LeadsSomewhere(string page, string to)
    {
        string[] parts = to.Split('#', 2);
        string target = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(parts[0]));
        string path = Repository.PathOf(target);
        if (!path.StartsWith(Repository.Root, StringComparison.Ordinal)) return false;
        if (Directory.Exists(path)) return true;
        return File.Exists(path) && (parts.Length == 1 || Headings(File.ReadAllText(path)).Contains(parts[1]));
    }

    /// <summary>Headings as the anchors that forges make of them: small letters, without punctuation, hyphens for spaces.</summary>
    private static IEnumerable<string> Headings(string text) =>
        Heading().Matches(text).Select(match => NotInAnchors().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>A page without its code, where brackets mean other things.</summary>
    private static string Prose(string page) => Code().Replace(Repository.Read(page), "");

    [GeneratedRegex(@"^```.*?^```|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?:[a-z][a-z0-9+.-]*:|//)")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"^docs/adr/\d{4}-[a-z0-9-]+\.md$")]
    private static partial Regex DecisionFile();

    [GeneratedRegex(@"\bEDGE_[A-Z_]+[A-Z]\b")]
    private static partial Regex Variable();
}
