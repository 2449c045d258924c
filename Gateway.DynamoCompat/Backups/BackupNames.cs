using System.Globalization;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Backups;

/// <summary>How backups are named across accounts: <c>arn:…:table/music/backup/01791504762511-2779fadd</c>.</summary>
internal static class BackupNames
{
    private const string SystemEnding = "00000000";

    /// <summary>The ARN of a backup that somebody asked for.</summary>
    public static string ArnOf(TableDefinition table, DateTimeOffset at, TableIds ids) => ArnOf(table, at, ids.NextEnding());

    /// <summary>The ARN of the backup that is made when a table is deleted.</summary>
    public static string SystemArnOf(TableDefinition table, DateTimeOffset at) => ArnOf(table, at, SystemEnding);

    public static string SystemNameOf(TableDefinition table) => table.Name + "$DeletedTableBackup";

    /// <summary>The name of the backup of a table that lost its name to another PoP's.</summary>
    public static string OfLost(TableDefinition table) => table.Name + "$LostTableBackup";

    /// <summary>Takes an ARN of a request apart.</summary>
    /// <exception cref="WireException">It is none of a backup, or of another account's.</exception>
    public static TableArn Read(Caller caller, string text)
    {
        if (!TableArn.TryParse(text, out TableArn? arn) || arn.Kind != "backup") throw new WireException(DynamoErrors.BackupArnInvalid);
        if (arn.AccountId != caller.AccountId) throw new WireException(DynamoErrors.AccessDenied);
        return arn;
    }

    private static string ArnOf(TableDefinition table, DateTimeOffset at, string ending) =>
        string.Create(CultureInfo.InvariantCulture, $"{table.Arn}/backup/{at.ToUnixTimeMilliseconds():D14}-{ending}");
}
