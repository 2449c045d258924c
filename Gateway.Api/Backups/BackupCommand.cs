using System.Globalization;
using System.Text.Json;
using Gateway.Api.Options;
using Gateway.Replication.Backup.Reading;

namespace Gateway.Api.Backups;

/// <summary><c>edgectl backup list|verify DIR</c>: what a directory of backups holds, and whether all of it can be read.</summary>
internal static class BackupCommand
{
    /// <param name="arguments">Behind <c>backup</c>.</param>
    /// <param name="output">Takes the answer.</param>
    /// <param name="error">Takes progress and messages.</param>
    /// <param name="isTerminal">True if <paramref name="error"/> is one.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The exit code; 1 too if something is damaged or missing.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, bool isTerminal, TimeProvider time) => CommandFrame.Run("backup", error, () =>
    {
        CommandArguments read = CommandArguments.Read(arguments, "--output");
        bool wantsJson = read.WantsJson();
        if (read.Words is not [("list" or "verify") and var action, var directory]) throw new UsageFault(["'list' or 'verify' and a directory are expected"]);
        ProgressLine progress = new(error, isTerminal, time);
        IReadOnlyList<FolderReport> reports = new BackupInspector((done, of) => progress.Show("checking", done, of)).Inspect(BackupRoot.Open(directory), isThorough: action == "verify");
        progress.Clear();
        if (wantsJson) output.WriteLine(JsonSerializer.Serialize(reports, BackupReportJson.Default.IReadOnlyListFolderReport));
        else foreach (FolderReport report in reports) Print(report, output);
        return reports.Any(report => report.Faults.Count > 0) ? CommandFrame.Failure : CommandFrame.Success;
    });

    private static void Print(FolderReport report, TextWriter output)
    {
        output.WriteLine($"{report.Folder}{(report.Cluster.Length > 0 ? $" of cluster {report.Cluster}" : "")}");
        output.WriteLine($"  restorable  {(report.From is { } from ? $"{Moment(from)} to {Moment(report.To)}" : "nothing yet: no snapshot is whole")}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  holds       {report.Snapshots} snapshots, {report.Segments} segments of the log, {ProgressLine.Megabytes(report.Bytes)}"));
        if (report.Entries is { } entries) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  read        {entries} changes, {report.Documents} documents"));
        foreach (TableReport table in report.Tables) output.WriteLine($"  table       {table.Name} ({table.Account}, {table.Region}), {ProgressLine.Megabytes(table.SnapshotBytes)} in the newest snapshot");
        foreach (string note in report.Notes) output.WriteLine($"  note        {note}");
        foreach (string fault in report.Faults) output.WriteLine($"  DAMAGED     {fault}");
    }

    private static string Moment(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "?";
}
