using System.Globalization;
using System.Text.Json;
using Gateway.Api.Options;
using Gateway.Api.Wiring;
using Gateway.Crdt.Time;
using Gateway.Replication.Backup;
using Gateway.Replication.Backup.Reading;
using Gateway.Replication.Backup.Restoring;

namespace Gateway.Api.Backups;

/// <summary><c>edgectl restore</c>: a new data folder from a backup. It gets its name when it is whole.</summary>
internal static class RestoreCommand
{
    private const string PartialEnding = ".partial";
    private const string PartialMark = "RESTORING"; // a folder without it is not ours to remove

    /// <param name="arguments">Behind <c>restore</c>.</param>
    /// <param name="output">Takes the summary.</param>
    /// <param name="error">Takes progress and messages.</param>
    /// <param name="isTerminal">True if <paramref name="error"/> is one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="token">Gives up, and leaves nothing behind.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error, bool isTerminal, TimeProvider time, CancellationToken token) => CommandFrame.Run("restore", error, () =>
    {
        CommandArguments read = CommandArguments.Read(arguments, "--from", "--to", "--stamp", "--data", "--tables", "--pop", "--without", "--output");
        bool wantsJson = read.WantsJson();
        RestoreRequest request = Request(read);
        string from = read.Value("--from")!;
        string data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(read.Value("--data")!));
        ProgressLine progress = new(error, isTerminal, time);
        RestoreSummary summary = Restore(BackupRoot.Open(from), request, data, time, step => progress.Show(step.Stage, step.Done, step.Of, isBytes: step.Stage != "indexing"), token, out ReplicaId replica);
        progress.Clear();
        if (wantsJson) output.WriteLine(JsonSerializer.Serialize(summary, BackupReportJson.Default.RestoreSummary));
        else Print(summary, data, replica, output);
        return CommandFrame.Success;
    });

    private static RestoreRequest Request(CommandArguments read)
    {
        List<string> faults = [.. read.Words.Select(word => $"unknown argument '{word}'")];
        if (read.Value("--from") is null) faults.Add("--from is needed: the directory of the backup");
        if (read.Value("--data") is null) faults.Add("--data is needed: the new data folder");
        DateTimeOffset? to = null;
        if (read.Value("--to") is { } text)
        {
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) && text.Contains('-')) to = moment;
            else faults.Add($"--to: '{text}' is not a time, as '2026-01-31T12:00:00Z'");
        }

        HlcTime? stamp = null;
        if (read.Value("--stamp") is { } ticks)
        {
            stamp = StampOf(ticks);
            if (stamp is null) faults.Add($"--stamp: '{ticks}' is not a stamp's time, as '1767225600000.3'");
        }

        if (to is not null && stamp is not null) faults.Add("--to and --stamp do not go together");
        if (faults.Count > 0) throw new UsageFault(faults);
        return new RestoreRequest { To = to, ToStamp = stamp, Tables = read.List("--tables"), Pop = read.Value("--pop"), Without = read.List("--without") };
    }

    private static HlcTime? StampOf(string text)
    {
        string[] parts = text.Split('.');
        if (parts.Length > 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds) || milliseconds >= 1L << 48) return null;
        if (parts.Length == 1) return HlcTime.At(milliseconds);
        return ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort counter) ? HlcTime.At(milliseconds, counter) : null;
    }

    private static RestoreSummary Restore(BackupRoot root, RestoreRequest request, string data, TimeProvider time, Action<RestoreProgress> onProgress, CancellationToken token, out ReplicaId replica)
    {
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any()) throw new BackupFault($"{data} is not empty: a restore makes a new data folder");
        if (File.Exists(data)) throw new BackupFault($"{data} is a file: a restore makes a new data folder");
        string partial = data + PartialEnding;
        if (Directory.Exists(partial) && !File.Exists(Path.Combine(partial, PartialMark))) throw new BackupFault($"{partial} is in the way");
        Remove(partial);
        RestoreTarget? target = null;
        try
        {
            RestoreSummary summary = new Restorer(onProgress).Run(root, request, () => target = Begin(partial, time), token);
            replica = target!.Replica;
            target.Dispose();
            if (Directory.Exists(data)) Directory.Delete(data); // empty
            File.Delete(Path.Combine(partial, PartialMark));
            Directory.Move(partial, data);
            return summary;
        }
        catch
        {
            target?.Dispose();
            Remove(partial);
            throw;
        }
    }

    private static RestoreTarget Begin(string partial, TimeProvider time)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(partial);
        else Directory.CreateDirectory(partial, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(partial, PartialMark), "A restore is writing here, or was when it was killed. Nothing here is of use.\n");
        return new RestoreTarget(Path.Combine(partial, "store"), time);
    }

    private static void Remove(string partial)
    {
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
    }

    private static void Print(RestoreSummary summary, string data, ReplicaId replica, TextWriter output)
    {
        output.WriteLine($"restored    {data}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from        {summary.Folder}: snapshot of {Moment(summary.SnapshotAt)} with {summary.Documents} documents, {summary.Entries} changes behind it"));
        output.WriteLine($"up to       {Moment(summary.LastWriteAt ?? summary.SnapshotAt)}");
        foreach (RestoredTable table in summary.Tables) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"table       {table.Name} ({table.Account}, {table.Region}): {table.Items} items"));
        output.WriteLine($"replica     {replica}: a new one");
        foreach (string note in summary.Notes) output.WriteLine($"note        {note}");
    }

    private static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
