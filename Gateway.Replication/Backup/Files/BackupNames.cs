using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Crdt.Time;

namespace Gateway.Replication.Backup.Files;

/// <summary>The names of folders and files in a backup. Layout: docs/formats/backup.md.</summary>
internal static partial class BackupNames
{
    public const string Log = "log";
    public const string Snapshots = "snapshots";
    public const string Lock = "lock";
    public const string SnapshotTables = "tables";
    public const string Partial = ".partial";

    /// <summary>A store's folder; the number tells histories under one id apart.</summary>
    public static string Folder(BackupOrigin origin, int history)
    {
        string name = UnusualLetters().Replace(origin.Pop, "_");
        return history == 1 ? $"{name}-{origin.Replica}" : string.Create(CultureInfo.InvariantCulture, $"{name}-{origin.Replica}.{history}");
    }

    public static string OpenSegment(long after) => string.Create(CultureInfo.InvariantCulture, $"{after:D20}.open");

    public static string Segment(long after, long last) => string.Create(CultureInfo.InvariantCulture, $"{after:D20}-{last:D20}.log");

    public static string Snapshot(long position, long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{position:D20}-{milliseconds}");

    public static string Documents(uint table) => string.Create(CultureInfo.InvariantCulture, $"{table:D10}.documents");

    /// <summary>A name of a segment.</summary>
    /// <param name="after">Behind which it begins.</param>
    /// <param name="last">Its last position; null if it is being written.</param>
    public static bool TryReadSegment(string name, out long after, out long? last)
    {
        Match match = SegmentName().Match(name);
        after = match.Success ? long.Parse(match.Groups["after"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        last = match.Success && match.Groups["last"].Success ? long.Parse(match.Groups["last"].ValueSpan, CultureInfo.InvariantCulture) : null;
        return match.Success;
    }

    public static string Hex(ReplicaId replica) => replica.ToString();

    public static ReplicaId Replica(string hex) => new(ulong.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex UnusualLetters();

    [GeneratedRegex(@"^(?<after>\d{20})(-(?<last>\d{20})\.log|\.open)$")]
    private static partial Regex SegmentName();
}
