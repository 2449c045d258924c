using System.Text;
using Gateway.Storage.Keys;
using Gateway.Storage.RocksDb.Native;

namespace Gateway.Storage.RocksDb;

/// <summary>Opens and flushes the database of a folder; the options live only as long as that takes.</summary>
internal static unsafe class RocksDbOpener
{
    /// <summary>Opens it with the best compression that the library has.</summary>
    public static DatabaseHandle Open(string folder, RocksDbOptions options)
    {
        string? refusal = null;
        foreach (string compression in RocksDbTuning.Compressions)
        {
            if (TryOpen(folder, options, compression, out refusal) is { } database) return database;
            if (!refusal!.Contains("ompression type", StringComparison.Ordinal)) break;
        }

        throw RocksDbError.Fault(refusal!, StoreFaultKind.Unusable);
    }

    /// <summary>Makes files of what is in memory, so that the next start has nothing to replay.</summary>
    public static void Flush(DatabaseHandle database)
    {
        using HandleLease lease = database.Lease();
        nint options = RocksDbNative.rocksdb_flushoptions_create();
        nint error = 0;
        for (uint family = KeyFamily.Main; family <= KeyFamily.Appended && error == 0; family++) RocksDbNative.rocksdb_flush_cf(lease.Pointer, options, database.Family(family), &error);
        RocksDbNative.rocksdb_flushoptions_destroy(options);
        RocksDbError.ThrowIf(error);
    }

    private static DatabaseHandle? TryOpen(string folder, RocksDbOptions options, string compression, out string? refusal)
    {
        nint* familyOptions = stackalloc nint[2];
        nint* families = stackalloc nint[2];
        nint databaseOptions = Parse(RocksDbTuning.Database(options));
        familyOptions[0] = Parse(RocksDbTuning.Main(options, compression));
        familyOptions[1] = Parse(RocksDbTuning.Appended(options, compression));
        nint error = 0;
        nint db;
        fixed (byte* path = Encoding.UTF8.GetBytes(folder + '\0'), main = "default\0"u8, appended = "appended\0"u8)
        {
            byte** names = stackalloc byte*[2] { main, appended };
            db = RocksDbNative.rocksdb_open_column_families(databaseOptions, path, 2, names, familyOptions, families, &error);
        }

        RocksDbNative.rocksdb_options_destroy(databaseOptions);
        RocksDbNative.rocksdb_options_destroy(familyOptions[0]);
        RocksDbNative.rocksdb_options_destroy(familyOptions[1]);
        refusal = error == 0 ? null : RocksDbError.Take(error);
        if (refusal is not null) return null;

        DatabaseHandle database = new(db, [families[0], families[1]], new HandleCount());
        if (RocksDbNative.rocksdb_column_family_handle_get_id(families[1]) == KeyFamily.Appended) return database;

        // Batches name the family by its number, which the library gives in order of creation.
        database.Dispose();
        refusal = "Corruption: the family of appended keys has another number";
        return null;
    }

    private static nint Parse(string text)
    {
        nint defaults = RocksDbNative.rocksdb_options_create();
        nint options = RocksDbNative.rocksdb_options_create();
        nint error = 0;
        fixed (byte* bytes = Encoding.UTF8.GetBytes(text + '\0')) RocksDbNative.rocksdb_get_options_from_string(defaults, bytes, options, &error);
        RocksDbNative.rocksdb_options_destroy(defaults);
        RocksDbError.ThrowIf(error, StoreFaultKind.LibraryMissing);
        return options;
    }
}
