namespace Gateway.Testing;

/// <summary>The work tree that the tests run in: the files that people wrote, not what was built from them.</summary>
public static class Repository
{
    private static readonly HashSet<string> NotOurs = [".git", ".build", ".idea", ".vs", ".vscode", "bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", "__pycache__"];

    /// <summary>The folder of <c>EdgeGateway.sln</c>, absolute.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All files, as paths from the root with slashes (<c>docs/adr/README.md</c>), in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. FilesIn(Root).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>The absolute path of a file or folder of the tree, named from the root.</summary>
    public static string PathOf(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    /// <summary>The whole text of one file, named from the root.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder).Where(IsOurs).Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(FilesIn));

    private static bool IsOurs(string path) => !NotOurs.Contains(Path.GetFileName(path));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeGateway.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No EdgeGateway.sln above {AppContext.BaseDirectory}: tests run from inside the work tree.");
    }
}
