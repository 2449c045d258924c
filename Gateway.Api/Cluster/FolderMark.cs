using System.Globalization;
using System.Text;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.Api.Cluster;

/// <summary>
/// Notices a data folder that was copied, moved to another machine or put back from a copy: the store keeps a mark of the folder that it lies in.
/// A copy must not write under the id of its original; what this does not notice (a machine cloned with its disk) the peers do.
/// </summary>
/// <remarks>Source: DOCUMENT 3.4, ADR 25.</remarks>
internal static class FolderMark
{
    private const string MachineFile = "/etc/machine-id";

    /// <summary>Made with the folder and never again; the one that is held while the PoP runs cannot be opened twice.</summary>
    private const string MarkedFile = "session.key";

    private static readonly byte[] Key = [(byte)KeySpace.Replica, (byte)'m'];

    /// <summary>Compares the mark in the store with the folder, and keeps the folder's.</summary>
    /// <param name="store">The store in the folder.</param>
    /// <param name="dataFolder">The folder.</param>
    /// <returns>True if the store was last used in another folder.</returns>
    public static bool HasMoved(IKeyValueStore store, string dataFolder)
    {
        byte[] now = Of(dataFolder);
        byte[]? before = store.Get(Key);
        if (before is not null && before.AsSpan().SequenceEqual(now)) return false;
        WriteBatch batch = new();
        batch.Put(Key, now);
        store.Write(batch);
        return before is not null;
    }

    /// <summary>A copy has a file of its own, with another number in its file system, whatever else a copying program keeps.</summary>
    private static byte[] Of(string dataFolder)
    {
        string machine = File.Exists(MachineFile) ? File.ReadAllText(MachineFile).Trim() : Environment.MachineName;
        return Encoding.UTF8.GetBytes($"{machine} {NumberOf(Path.Combine(dataFolder, MarkedFile))}");
    }

    /// <summary>The file's number, which Linux tells of files that are open; elsewhere the time at which it was made.</summary>
    private static string NumberOf(string file)
    {
        using FileStream open = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        string about = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{open.SafeFileHandle.DangerousGetHandle()}");
        string? line = File.Exists(about) ? File.ReadLines(about).FirstOrDefault(line => line.StartsWith("ino:", StringComparison.Ordinal)) : null;
        return line?["ino:".Length..].Trim() ?? File.GetCreationTimeUtc(file).Ticks.ToString(CultureInfo.InvariantCulture);
    }
}
