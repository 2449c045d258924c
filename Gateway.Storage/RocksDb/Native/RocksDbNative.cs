using System.Runtime.InteropServices;

namespace Gateway.Storage.RocksDb.Native;

/// <summary>The calls into RocksDB's C interface that we use, as they are. Pointers stay pointers; who frees what stands in the callers.</summary>
/// <remarks>
/// A call that only reads a field suppresses the switch of the garbage collector's mode, which would cost more than the call. Every error is a
/// string of the library's, to be freed: <see cref="RocksDbError"/>. Names as in the header c.h of version 7.8.
/// </remarks>
internal static unsafe partial class RocksDbNative
{
    /// <summary>What <see cref="RocksDbLibrary"/> resolves.</summary>
    public const string Library = "rocksdb";

    [LibraryImport(Library)]
    public static partial nint rocksdb_options_create();

    [LibraryImport(Library)]
    public static partial void rocksdb_options_destroy(nint options);

    [LibraryImport(Library)]
    public static partial void rocksdb_get_options_from_string(nint baseOptions, byte* text, nint newOptions, nint* error);

    [LibraryImport(Library)]
    public static partial nint rocksdb_open_column_families(nint options, byte* folder, int count, byte** names, nint* familyOptions, nint* families, nint* error);

    [LibraryImport(Library)]
    public static partial uint rocksdb_column_family_handle_get_id(nint family);

    [LibraryImport(Library)]
    public static partial void rocksdb_column_family_handle_destroy(nint family);

    [LibraryImport(Library)]
    public static partial void rocksdb_close(nint db);

    [LibraryImport(Library)]
    public static partial void rocksdb_free(nint memory);

    [LibraryImport(Library)]
    public static partial nint rocksdb_writebatch_create_from(byte* representation, nuint length);

    [LibraryImport(Library)]
    public static partial void rocksdb_writebatch_destroy(nint batch);

    [LibraryImport(Library)]
    public static partial nint rocksdb_writeoptions_create();

    [LibraryImport(Library)]
    public static partial void rocksdb_writeoptions_destroy(nint options);

    [LibraryImport(Library)]
    public static partial void rocksdb_writeoptions_disable_WAL(nint options, int disable);

    [LibraryImport(Library)]
    public static partial void rocksdb_write(nint db, nint options, nint batch, nint* error);

    [LibraryImport(Library)]
    public static partial ulong rocksdb_get_latest_sequence_number(nint db);

    [LibraryImport(Library)]
    public static partial void rocksdb_delete_file_in_range_cf(nint db, nint family, byte* start, nuint startLength, byte* end, nuint endLength, nint* error);

    [LibraryImport(Library)]
    public static partial void rocksdb_approximate_sizes_cf(nint db, nint family, int count, byte** starts, nuint* startLengths, byte** ends, nuint* endLengths, ulong* sizes, nint* error);

    [LibraryImport(Library)]
    public static partial nint rocksdb_readoptions_create();

    [LibraryImport(Library)]
    public static partial void rocksdb_readoptions_destroy(nint options);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void rocksdb_readoptions_set_snapshot(nint options, nint snapshot);

    [LibraryImport(Library)]
    public static partial void rocksdb_readoptions_set_read_tier(nint options, int tier);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void rocksdb_readoptions_set_fill_cache(nint options, byte fill);

    [LibraryImport(Library)]
    public static partial void rocksdb_readoptions_set_iterate_lower_bound(nint options, byte* key, nuint length);

    [LibraryImport(Library)]
    public static partial void rocksdb_readoptions_set_iterate_upper_bound(nint options, byte* key, nuint length);

    [LibraryImport(Library)]
    public static partial nint rocksdb_get_pinned_cf(nint db, nint options, nint family, byte* key, nuint length, nint* error);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial byte* rocksdb_pinnableslice_value(nint slice, nuint* length);

    [LibraryImport(Library)]
    public static partial void rocksdb_pinnableslice_destroy(nint slice);

    [LibraryImport(Library)]
    public static partial void rocksdb_batched_multi_get_cf(nint db, nint options, nint family, nuint count, byte** keys, nuint* lengths, nint* slices, nint* errors, byte sorted);

    [LibraryImport(Library)]
    public static partial nint rocksdb_create_snapshot(nint db);

    [LibraryImport(Library)]
    public static partial void rocksdb_release_snapshot(nint db, nint snapshot);

    [LibraryImport(Library)]
    public static partial nint rocksdb_create_iterator_cf(nint db, nint options, nint family);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_destroy(nint iterator);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_seek_to_first(nint iterator);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_seek_to_last(nint iterator);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_next(nint iterator);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_prev(nint iterator);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial byte rocksdb_iter_valid(nint iterator);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial byte* rocksdb_iter_key(nint iterator, nuint* length);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial byte* rocksdb_iter_value(nint iterator, nuint* length);

    [LibraryImport(Library)]
    public static partial void rocksdb_iter_get_error(nint iterator, nint* error);

    [LibraryImport(Library)]
    public static partial nint rocksdb_checkpoint_object_create(nint db, nint* error);

    [LibraryImport(Library)]
    public static partial void rocksdb_checkpoint_create(nint checkpoint, byte* folder, ulong logBytesForFlush, nint* error);

    [LibraryImport(Library)]
    public static partial void rocksdb_checkpoint_object_destroy(nint checkpoint);
}
