using System.Text.Json.Serialization;

namespace Gateway.Replication.Backup.Files;

/// <summary>The JSON in a backup's files. Names stay, members are only added.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SegmentHeader))]
[JsonSerializable(typeof(SegmentFooter))]
[JsonSerializable(typeof(SnapshotHeader))]
[JsonSerializable(typeof(SnapshotFooter))]
[JsonSerializable(typeof(DocumentsHeader))]
[JsonSerializable(typeof(DocumentsFooter))]
[JsonSerializable(typeof(BackupTableEvent))]
internal sealed partial class BackupJson : JsonSerializerContext;
