using Gateway.Replication.Backup.Reading;
using Gateway.Replication.Backup.Restoring;
using Gateway.Testing;

namespace Gateway.Replication.Tests.Backup;

/// <summary>A directory, a clock, and restoring from the one by the other.</summary>
public abstract class BackupTest : IDisposable
{
    private protected TestFolder Folder { get; } = new();

    private protected ManualTimeProvider Time { get; } = new();

    private protected string Root => Folder.At("backup");

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static (SortedDictionary<string, string> Items, RestoreSummary Summary) Restore(string root, RestoreRequest? request = null)
    {
        SmallTarget target = new();
        RestoreSummary summary = new Restorer().Run(BackupRoot.Open(root), request ?? new RestoreRequest(), () => target, CancellationToken.None);
        return (target.Items, summary);
    }

    private protected static IReadOnlyList<string> Faults(string root) => [.. new BackupInspector().Inspect(BackupRoot.Open(root), isThorough: true).SelectMany(report => report.Faults)];

    /// <summary>The files of a backup that end so.</summary>
    private protected string[] Files(string pattern) => Directory.GetFiles(Root, pattern, SearchOption.AllDirectories);

    private protected string CopyOfRoot(string name)
    {
        string copy = Folder.At(name);
        foreach (string file in Directory.GetFiles(Root, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(copy, Path.GetRelativePath(Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return copy;
    }
}
