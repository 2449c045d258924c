namespace Gateway.HttpBench;

/// <summary>Where things lie.</summary>
internal static class Folders
{
    /// <summary>The folder of <c>EdgeGateway.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    public static string Scripts { get; } = Path.Combine(Root, "bench", "http");

    /// <summary>The assembly of a project of the tree, built for release.</summary>
    public static string Assembly(string project) => Path.Combine(Root, project, "bin", "Release", "net10.0", $"{Path.GetFileName(project)}.dll");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "EdgeGateway.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No EdgeGateway.sln above {AppContext.BaseDirectory}.");
    }
}
