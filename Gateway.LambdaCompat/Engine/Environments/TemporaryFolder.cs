using Gateway.LambdaCompat.Engine.Native;
using Gateway.LambdaCompat.Engine.Sandboxing;
using Microsoft.Win32.SafeHandles;

namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>The /tmp of one environment; it outlives the environment's processes. In memory behind walls that are mounted, a folder of the machine without walls.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly Lock gate = new();
    private SafeFileHandle? mount;

    public TemporaryFolder(Sandbox sandbox, string workFolder, string name)
    {
        if (sandbox.Level == SandboxLevel.None) Path = Directory.CreateDirectory(System.IO.Path.Combine(workFolder, "tmp", name)).FullName;
    }

    /// <summary>Null behind walls.</summary>
    public string? Path { get; }

    /// <summary>A mount of it, for one more process.</summary>
    public SafeFileHandle Mount(int megabytes)
    {
        lock (gate)
        {
            mount ??= MountCalls.MemoryFolder(megabytes * 1024L * 1024);
            return MountCalls.Again(mount);
        }
    }

    public void Dispose()
    {
        mount?.Dispose();
        if (Path is null) return;
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A process that is just ending may still write there; the next start of the engine empties the folder.
        }
    }
}
