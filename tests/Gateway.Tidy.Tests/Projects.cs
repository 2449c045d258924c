using System.Xml.Linq;
using Gateway.Testing;

namespace Gateway.Tidy.Tests;

/// <summary>The project files of the tree, read as XML.</summary>
internal static class Projects
{
    /// <summary>Every project file, as a path from the root.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))];

    /// <summary>Those that make the product: they lie in a folder directly under the root.</summary>
    public static IReadOnlyList<string> Product { get; } = [.. All.Where(file => file.Count(letter => letter == '/') == 1)];

    public static string NameOf(string file) => Path.GetFileNameWithoutExtension(file.Replace('\\', '/'));

    /// <summary>The names of the projects that one project refers to directly.</summary>
    public static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Parse(Repository.Read(All.Single(file => NameOf(file) == project)))
            .Descendants("ProjectReference")
            .Select(reference => NameOf(reference.Attribute("Include")!.Value));

    /// <summary>A project and all that it refers to, directly or not.</summary>
    public static IEnumerable<string> ReachableFrom(string project) => ReferencesOf(project).SelectMany(ReachableFrom).Prepend(project).Distinct();
}
