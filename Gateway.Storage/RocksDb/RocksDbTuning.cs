namespace Gateway.Storage.RocksDb;

/// <summary>Our options in the words of the library, which it reads from text.</summary>
internal static class RocksDbTuning
{
    /// <summary>Of the whole database.</summary>
    public static string Database(RocksDbOptions options) => Join(
        "create_if_missing=true",
        "create_missing_column_families=true",
        // The store has a log of its own (ADR 46). What is in memory goes to the disk for all families at once, so that what a file tells about how far
        // the engine has come holds for all of them.
        "atomic_flush=true",
        // Of the library's own log, which stores of format 1 had: replay ends at the first hole.
        "wal_recovery_mode=kPointInTimeRecovery",
        $"max_open_files={options.OpenFilesMax}",
        $"max_background_jobs={options.BackgroundJobsMax}",
        "bytes_per_sync=1048576",
        "skip_stats_update_on_db_open=true",
        "stats_dump_period_sec=0",
        "stats_persist_period_sec=0",
        "info_log_level=WARN_LEVEL",
        "keep_log_file_num=2",
        "max_log_file_size=1048576");

    /// <summary>Of what is looked up and replaced: filters over whole keys, small blocks.</summary>
    public static string Main(RocksDbOptions options, string compression) => Join(
        $"compression={compression}",
        $"write_buffer_size={options.WriteBufferBytes}",
        "max_write_buffer_number=3",
        "memtable_whole_key_filtering=true",
        "memtable_prefix_bloom_size_ratio=0.02",
        "level_compaction_dynamic_level_bytes=true",
        Table(options.BlockCacheBytes, "block_size=8192", "filter_policy=bloomfilter:10:false", "whole_key_filtering=true", "partition_filters=true"));

    /// <summary>Of what is appended and trimmed: read in order only, so no filters and larger blocks. New files never overlap old ones and are moved down, not merged.</summary>
    public static string Appended(RocksDbOptions options, string compression) => Join(
        $"compression={compression}",
        $"write_buffer_size={options.AppendedWriteBufferBytes}",
        "max_write_buffer_number=3",
        "level_compaction_dynamic_level_bytes=true",
        Table(options.AppendedCacheBytes, "block_size=32768"));

    /// <summary>Of what the engine notes about itself: a key or two.</summary>
    public static string Own => Join("compression=kNoCompression", "write_buffer_size=1048576");

    /// <summary>Compressions to try, the best first: a library may be built without some.</summary>
    public static IReadOnlyList<string> Compressions { get; } = ["kLZ4Compression", "kSnappyCompression", "kNoCompression"];

    // Indexes and filters count as blocks, so that the cache bounds all of them; and they are made of small ones, because those of a whole file would
    // push each other out. 16 parts of the cache (4 bits) are enough for many processors, and each has room for many blocks. Version 5 of the files is
    // read by every library from 7 on.
    private static string Table(long cacheBytes, params ReadOnlySpan<string> more) =>
        $"block_based_table_factory={{block_cache={{capacity={cacheBytes};num_shard_bits=4}};{TableBasics};{Join(more)}}}";

    private static string TableBasics => Join(
        "format_version=5",
        "cache_index_and_filter_blocks=true",
        "cache_index_and_filter_blocks_with_high_priority=true",
        "pin_l0_filter_and_index_blocks_in_cache=true",
        "index_type=kTwoLevelIndexSearch",
        "pin_top_level_index_and_filter=true",
        "metadata_block_size=4096");

    private static string Join(params ReadOnlySpan<string> options) => string.Join(';', options);
}
