namespace Gateway.Testing;

/// <summary>A folder of one test, below the system's temporary one; gone when it is disposed of.</summary>
public sealed class TestFolder : IDisposable
{
    /// <summary>Absolute. Exists and is empty.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("edge-test-").FullName;

    /// <summary>A name inside the folder, absolute; nothing is made.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
