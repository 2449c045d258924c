namespace Gateway.Replication.Backup.Files;

/// <summary>A frame that was read and is whole.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Payload">Its bytes, unpacked.</param>
internal readonly record struct Frame(FrameKind Kind, byte[] Payload);
