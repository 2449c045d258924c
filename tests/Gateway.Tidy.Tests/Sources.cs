using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Tidy.Tests;

/// <summary>The C# sources of the tree, read as text.</summary>
internal static class Sources
{
    /// <summary>Every C# file, as a path from the root.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Repository.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal))];

    public static IEnumerable<string> In(string folder) => All.Where(file => file.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>Where a pattern is found, as <c>file:line: text</c>, ready to click.</summary>
    public static IEnumerable<string> Hits(string file, Regex pattern) =>
        Repository.Read(file).Split('\n').Select((text, index) => (text, Line: index + 1)).Where(line => pattern.IsMatch(line.text)).Select(line => $"{file}:{line.Line}: {line.text.Trim()}");
}
