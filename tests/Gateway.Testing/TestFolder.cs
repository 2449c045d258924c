namespace Gateway.Testing;

/// <summary>A folder of one test; gone when it is disposed of.</summary>
/// <param name="below">Where; the system's temporary folder if null.</param>
public sealed class TestFolder(string? below = null) : IDisposable
{
    /// <summary>Absolute. Exists and is empty.</summary>
    public string Path { get; } = below is null ? Directory.CreateTempSubdirectory("edge-test-").FullName : CreateBelow(below);

    /// <summary>A name inside the folder, absolute; nothing is made.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string CreateBelow(string below)
    {
        string path = System.IO.Path.Combine(below, System.IO.Path.GetRandomFileName());
        return Directory.CreateDirectory(path).FullName;
    }
}
