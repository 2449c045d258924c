using Gateway.Replication.Backup.Files;

namespace Gateway.Replication.Backup.Folders;

/// <summary>A folder of a backup, taken by one process.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream held;

    /// <exception cref="BackupFault">Another one has it.</exception>
    public FolderLock(string folder)
    {
        try
        {
            held = new FileStream(Path.Combine(folder, BackupNames.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
        {
            throw new BackupFault($"the backup folder {folder} is in use by another PoP", failure);
        }
    }

    public void Dispose() => held.Dispose();
}
