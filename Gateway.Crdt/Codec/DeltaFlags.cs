namespace Gateway.Crdt.Codec;

/// <summary>What follows for one path of a delta; the low two bits are its <see cref="Documents.ClearScope"/>. Written to disk and links.</summary>
[Flags]
internal enum DeltaFlags : byte
{
    None = 0,
    ClearMask = 0x03,
    Covers = 0x04,
    Assigned = 0x08,
    Exists = 0x10,
    Increment = 0x20,
    Ghost = 0x40,
    Children = 0x80,
}
