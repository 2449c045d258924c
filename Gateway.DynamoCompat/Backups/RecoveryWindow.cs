using System.Text.Json;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Backups;

/// <summary>The moments to which a table can be restored. Whole seconds: that is what clients can ask for.</summary>
/// <remarks>DynamoDB's window ends five minutes ago; this one ends now, so that every moment that DynamoDB takes is taken here, too.</remarks>
internal sealed record RecoveryWindow(DateTimeOffset Earliest, DateTimeOffset Latest)
{
    /// <summary>The window of a table that keeps its history.</summary>
    public static RecoveryWindow? Of(TableDefinition table, DateTimeOffset now)
    {
        if (!table.KeepsHistory || table.HistorySince is not { } since) return null;
        DateTimeOffset oldest = now - TimeSpan.FromDays(table.RecoveryPeriodInDays);
        return new RecoveryWindow(WholeSecond(since > oldest ? since : oldest), WholeSecond(now));
    }

    public bool Contains(DateTimeOffset moment) => moment >= Earliest && WholeSecond(moment) <= Latest;

    /// <summary>Writes what DynamoDB says of a table's continuous backups.</summary>
    public static void Write(Utf8JsonWriter json, TableDefinition table, DateTimeOffset now)
    {
        json.WriteStartObject("ContinuousBackupsDescription");
        json.WriteString("ContinuousBackupsStatus", "ENABLED");
        json.WriteStartObject("PointInTimeRecoveryDescription");
        RecoveryWindow? window = Of(table, now);
        json.WriteString("PointInTimeRecoveryStatus", window is null ? "DISABLED" : "ENABLED");
        if (window is not null)
        {
            json.WriteNumber("RecoveryPeriodInDays", table.RecoveryPeriodInDays);
            json.WriteMoment("EarliestRestorableDateTime", window.Earliest);
            json.WriteMoment("LatestRestorableDateTime", window.Latest);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}
