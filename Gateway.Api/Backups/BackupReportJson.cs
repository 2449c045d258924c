using System.Text.Json.Serialization;
using Gateway.Replication.Backup.Reading;
using Gateway.Replication.Backup.Restoring;

namespace Gateway.Api.Backups;

/// <summary>What <c>--output json</c> prints. Names stay, members are only added.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<FolderReport>))]
[JsonSerializable(typeof(RestoreSummary))]
internal sealed partial class BackupReportJson : JsonSerializerContext;
