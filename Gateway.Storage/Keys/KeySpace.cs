namespace Gateway.Storage.Keys;

/// <summary>The first byte of every key: what the entry is. The numbers are in stores, so they only ever get new neighbours.</summary>
/// <remarks>Source: docs/formats/store.md. Spaces from 0x80 on hold what is appended at one end and trimmed at the other; engines may keep them apart.</remarks>
public enum KeySpace : byte
{
    /// <summary>No space: what <c>default</c> gives, never written.</summary>
    None = 0x00,

    /// <summary>About the store itself: format, counters, replica ids.</summary>
    Meta = 0x01,

    /// <summary>Tables and their settings.</summary>
    Catalog = 0x02,

    /// <summary>Items: table, hash of the partition key, keys; the value is a document.</summary>
    Item = 0x10,

    /// <summary>Entries of secondary indexes; no value.</summary>
    IndexEntry = 0x11,

    /// <summary>When items expire.</summary>
    TimeToLive = 0x12,

    /// <summary>Requests that were answered, so that repeating them changes nothing.</summary>
    Idempotency = 0x13,

    /// <summary>Backups on demand: their descriptions and their documents.</summary>
    Backup = 0x14,

    /// <summary>What is known of other stores: positions and peers.</summary>
    Replica = 0x15,

    /// <summary>Documents that hold more than what shows, in the order in which they may become stable.</summary>
    Remains = 0x16,

    /// <summary>Transactions of the last hours: which items they changed.</summary>
    Transaction = 0x17,

    /// <summary>Buckets, their objects and uploads that are not complete.</summary>
    Object = 0x20,

    /// <summary>Groups and streams of function logs.</summary>
    LogGroup = 0x21,

    /// <summary>APIs of API Gateway and what belongs to them.</summary>
    Api = 0x22,

    /// <summary>Functions, layers and event source mappings.</summary>
    Function = 0x30,

    /// <summary>Asynchronous invocations that wait.</summary>
    Invocation = 0x31,

    /// <summary>How far event source mappings have read.</summary>
    EventSource = 0x32,

    /// <summary>The change log, by sequence.</summary>
    Log = 0x80,

    /// <summary>Records of change streams, by table, shard and sequence.</summary>
    StreamRecord = 0x81,

    /// <summary>Documents as they were, by table and time.</summary>
    History = 0x82,

    /// <summary>What functions printed, by stream and time.</summary>
    LogEvent = 0x84,
}
