using Gateway.Replication.Backup.Files;

namespace Gateway.Replication.Backup.Reading;

/// <summary>A directory with backups: a folder for each store.</summary>
public sealed class BackupRoot
{
    private BackupRoot(string path, IReadOnlyList<BackupFolder> folders)
    {
        Path = path;
        Folders = folders;
    }

    /// <summary>Where.</summary>
    public string Path { get; }

    /// <summary>The folders in it, by their names; one that is the directory itself.</summary>
    public IReadOnlyList<BackupFolder> Folders { get; }

    /// <summary>The PoP that a folder is of. One that was alone before it became a member writes under the same id: both its folders are of the member.</summary>
    public string OwnerOf(BackupFolder folder) => SuccessorOf(folder)?.Pop ?? folder.Pop;

    /// <summary>The folder of the member that a PoP which was alone has become; null if there is none.</summary>
    internal BackupFolder? SuccessorOf(BackupFolder folder) =>
        folder.Cluster.Length > 0 || folder.Replica.Length == 0 ? null : Folders.FirstOrDefault(other => other.Cluster.Length > 0 && other.Replica == folder.Replica);

    /// <summary>Looks what is there; only names and the first bytes of files are read.</summary>
    /// <param name="path">The directory, or one folder of it.</param>
    /// <exception cref="BackupFault">There is no backup.</exception>
    public static BackupRoot Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (!Directory.Exists(path)) throw new BackupFault($"{path}: no such directory");
            string[] folders = IsFolder(path) ? [path] : [.. Directory.EnumerateDirectories(path).Where(IsFolder).Order(StringComparer.Ordinal)];
            if (folders.Length == 0) throw new BackupFault($"{path} holds no backup");
            return new BackupRoot(path, [.. folders.Select(folder => new BackupFolder(folder))]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupFault($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    internal static bool IsFolder(string path) => Directory.Exists(System.IO.Path.Combine(path, BackupNames.Log)) && Directory.Exists(System.IO.Path.Combine(path, BackupNames.Snapshots));
}
