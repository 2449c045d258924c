using System.Reflection;
using System.Runtime.InteropServices;

namespace Gateway.Storage.RocksDb.Native;

/// <summary>Finds the system's library, whichever version its packagers chose.</summary>
internal static class RocksDbLibrary
{
    /// <summary>What a person does where it is missing.</summary>
    public const string Remedy = "Debian 12: apt-get install librocksdb7.8; other Debian and Ubuntu: apt-get install librocksdb-dev; macOS: brew install rocksdb.";

    // The one that this binding was written for, then those that a person has chosen as the default, then newer ones, then older ones.
    private const string Preferred = "librocksdb.so.7.8";
    private const int NewestMajor = 12;
    private const int OldestMajor = 7; // 6 lacks calls that we make
    private const int NewestMinor = 30;
    private static readonly string[] Defaults = ["librocksdb.so", "librocksdb.dylib", "/opt/homebrew/lib/librocksdb.dylib", "/usr/local/lib/librocksdb.dylib"];

    private static readonly Lazy<bool> Loaded = new(static () => Load(Candidates()));

    /// <summary>Makes the library's calls possible.</summary>
    /// <exception cref="StoreFault"><see cref="StoreFaultKind.LibraryMissing"/>.</exception>
    public static void Ensure()
    {
        if (!Loaded.Value) throw Missing();
    }

    /// <summary>Loads the first library of some names and answers for <see cref="RocksDbNative.Library"/> with it.</summary>
    internal static bool Load(IEnumerable<string> candidates)
    {
        foreach (string candidate in candidates)
        {
            if (!NativeLibrary.TryLoad(candidate, out nint library)) continue;
            if (!NativeLibrary.TryGetExport(library, nameof(RocksDbNative.rocksdb_batched_multi_get_cf), out _))
            {
                NativeLibrary.Free(library);
                continue;
            }

            NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == RocksDbNative.Library ? library : 0);
            return true;
        }

        return false;
    }

    internal static StoreFault Missing() => new(StoreFaultKind.LibraryMissing, $"RocksDB's library (7.0 or newer) is not on this machine. {Remedy}");

    private static IEnumerable<string> Candidates()
    {
        yield return Preferred;
        foreach (string name in Defaults) yield return name;
        for (int major = NewestMajor; major >= OldestMajor; major--)
        {
            yield return $"librocksdb.so.{major}";
            for (int minor = NewestMinor; minor >= 0; minor--) yield return $"librocksdb.so.{major}.{minor}";
        }
    }
}
