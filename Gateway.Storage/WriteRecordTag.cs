namespace Gateway.Storage;

/// <summary>First byte of a record of a batch. The numbers are RocksDB's.</summary>
/// <remarks>Source: docs/formats/store.md.</remarks>
internal enum WriteRecordTag : byte
{
    Delete = 0x00,
    Put = 0x01,
    DeleteInFamily = 0x04,
    PutInFamily = 0x05,
    DeleteRangeInFamily = 0x0E,
    DeleteRange = 0x0F,
}
