using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.LambdaCompat.Engine.Runtimes;

/// <summary>Lays the layers of a function over one another, once for each combination. Layers never change, so what was merged stays good.</summary>
internal sealed class LayerMerger(string folder)
{
    private readonly ConcurrentDictionary<string, Lazy<string>> merged = new();

    /// <summary>The folder that is to be /opt.</summary>
    /// <returns>Null if there are no layers.</returns>
    /// <exception cref="IOException">A layer cannot be read.</exception>
    public string? Merge(IReadOnlyList<string> layers)
    {
        if (layers.Count == 0) return null;
        if (layers.Count == 1) return layers[0];

        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', layers))))[..32];
        try
        {
            return merged.GetOrAdd(name, key => new Lazy<string>(() => Build(key, layers))).Value;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            merged.TryRemove(name, out _); // tried again the next time
            throw;
        }
    }

    private string Build(string name, IReadOnlyList<string> layers)
    {
        string target = Path.Combine(folder, name);
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        foreach (string layer in layers) Copy(new DirectoryInfo(layer), target);
        return target;
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (FileSystemInfo entry in from.EnumerateFileSystemInfos())
        {
            string path = Path.Combine(to, entry.Name);
            bool isFolder = entry is DirectoryInfo && entry.LinkTarget is null;
            if (isFolder && !Directory.Exists(path) && Path.Exists(path)) File.Delete(path); // a folder over a file of a lower layer
            if (isFolder) Copy((DirectoryInfo)entry, path);
            else CopyFile(entry, path);
        }
    }

    private static void CopyFile(FileSystemInfo entry, string path)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null) Directory.Delete(path, recursive: true);
        else File.Delete(path);
        if (entry.LinkTarget is { } target) File.CreateSymbolicLink(path, target);
        else File.Copy(entry.FullName, path);
    }
}
