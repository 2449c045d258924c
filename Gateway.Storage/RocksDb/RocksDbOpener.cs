using System.Text;
using Gateway.Storage.RocksDb.Native;

namespace Gateway.Storage.RocksDb;

/// <summary>Opens the database of a folder; the options live only as long as that takes.</summary>
internal static unsafe class RocksDbOpener
{
    private const int Families = 3; // KeyFamily

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

    private static DatabaseHandle? TryOpen(string folder, RocksDbOptions options, string compression, out string? refusal)
    {
        nint* familyOptions = stackalloc nint[Families];
        nint* families = stackalloc nint[Families];
        nint databaseOptions = Parse(RocksDbTuning.Database(options));
        familyOptions[0] = Parse(RocksDbTuning.Main(options, compression));
        familyOptions[1] = Parse(RocksDbTuning.Appended(options, compression));
        familyOptions[2] = Parse(RocksDbTuning.Own);
        nint error = 0;
        nint db;
        fixed (byte* path = Encoding.UTF8.GetBytes(folder + '\0'), main = "default\0"u8, appended = "appended\0"u8, own = "own\0"u8)
        {
            byte** names = stackalloc byte*[Families] { main, appended, own };
            db = RocksDbNative.rocksdb_open_column_families(databaseOptions, path, Families, names, familyOptions, families, &error);
        }

        RocksDbNative.rocksdb_options_destroy(databaseOptions);
        for (int i = 0; i < Families; i++) RocksDbNative.rocksdb_options_destroy(familyOptions[i]);
        refusal = error == 0 ? null : RocksDbError.Take(error);
        if (refusal is not null) return null;

        DatabaseHandle database = new(db, new ReadOnlySpan<nint>(families, Families).ToArray(), new HandleCount());
        bool isOurs = true;
        for (uint i = 0; i < Families; i++) isOurs &= RocksDbNative.rocksdb_column_family_handle_get_id(families[i]) == i;
        if (isOurs) return database;

        // Batches name the family by its number, which the library gives in order of creation.
        database.Dispose();
        refusal = "Corruption: a family of keys has another number";
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
