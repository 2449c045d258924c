using System.Globalization;
using Gateway.Replication.Backup.Files;

namespace Gateway.Replication.Backup.Folders;

/// <summary>The snapshots in a folder, by their names.</summary>
internal static class SnapshotNames
{
    /// <summary>The whole ones, oldest first.</summary>
    public static IReadOnlyList<(string Path, long Position, long Milliseconds)> In(string folder) =>
        !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateDirectories(folder)
                .Where(path => !path.EndsWith(BackupNames.Partial, StringComparison.Ordinal))
                .Select(path => (Path: path, Parts: Path.GetFileName(path).Split('-')))
                .Where(entry => entry.Parts is [{ Length: 20 }, _] && entry.Parts.All(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
                .Select(entry => (entry.Path, long.Parse(entry.Parts[0], CultureInfo.InvariantCulture), long.Parse(entry.Parts[1], CultureInfo.InvariantCulture)))
                .OrderBy(entry => entry.Item2).ThenBy(entry => entry.Item3)];

    /// <summary>Removes those that were never ended.</summary>
    public static void RemovePartial(string folder)
    {
        foreach (string path in Directory.EnumerateDirectories(folder, "*" + BackupNames.Partial)) Directory.Delete(path, recursive: true);
    }
}
