using System.Globalization;
using System.Text;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.Api.Cluster;

/// <summary>
/// Notices a data folder that was copied, moved to another machine or put back from a copy, and a machine that was started anew and so may be a copy of another one: the store keeps a mark
/// of both. A copy must not write under the id of its original.
/// </summary>
/// <remarks>Source: DOCUMENT 3.4, ADR 25, ADR 43.</remarks>
internal static class FolderMark
{
    private const string MachineFile = "/etc/machine-id";
    private const string StartFile = "/proc/sys/kernel/random/boot_id";
    private const string MountsFile = "/proc/self/mountinfo";

    /// <summary>Made with the folder and never again; the one that is held while the PoP runs cannot be opened twice.</summary>
    private const string MarkedFile = "session.key";

    private static readonly byte[] Key = [(byte)KeySpace.Replica, (byte)'m'];

    /// <summary>Compares the mark in the store with the folder, and keeps the folder's.</summary>
    /// <param name="store">The store in the folder.</param>
    /// <param name="dataFolder">The folder.</param>
    public static FolderChange Look(IKeyValueStore store, string dataFolder)
    {
        string now = Of(dataFolder);
        string? before = store.Get(Key) is { } kept ? Encoding.UTF8.GetString(kept) : null;
        if (before == now) return FolderChange.None;
        WriteBatch batch = new();
        batch.Put(Key, Encoding.UTF8.GetBytes(now));
        store.Write(batch);
        if (before is null) return FolderChange.None;
        return before.Split('\n')[0] == now.Split('\n')[0] ? FolderChange.Started : FolderChange.Moved;
    }

    /// <summary>
    /// A line of where the folder is: a copy has a file of its own, with another number in its file system, whatever else a copying program keeps. And one of when: a copy of a whole
    /// machine, or of a disk, has the same file, but the machine is started, or the disk is another device, or has another path.
    /// </summary>
    private static string Of(string dataFolder)
    {
        string machine = File.Exists(MachineFile) ? File.ReadAllText(MachineFile).Trim() : Environment.MachineName;
        string start = File.Exists(StartFile) ? File.ReadAllText(StartFile).Trim() : "";
        string file = Path.Combine(Path.GetFullPath(dataFolder), MarkedFile);
        (string number, string device) = About(file);
        return $"{machine} {number}\n{start} {device} {file}";
    }

    /// <summary>The file's number and device, which Linux tells of files that are open; elsewhere the time at which it was made.</summary>
    private static (string Number, string Device) About(string file)
    {
        using FileStream open = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        string about = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{open.SafeFileHandle.DangerousGetHandle()}");
        string[] lines = File.Exists(about) ? File.ReadAllLines(about) : [];
        string? mount = Member(lines, "mnt_id:");
        string[]? mounted = mount is not null && File.Exists(MountsFile) ? File.ReadLines(MountsFile).Select(line => line.Split(' ')).FirstOrDefault(parts => parts[0] == mount) : null;
        return (Member(lines, "ino:") ?? File.GetCreationTimeUtc(file).Ticks.ToString(CultureInfo.InvariantCulture), mounted is { Length: > 2 } ? mounted[2] : "");
    }

    private static string? Member(string[] lines, string name) => Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim();
}
