using System.Runtime.InteropServices;

namespace Gateway.Storage.RocksDb.Native;

/// <summary>Errors of the library: a text that must be freed, with the kind at its beginning.</summary>
internal static class RocksDbError
{
    private static readonly string[] FullDisk = ["No space left on device", "Disk quota exceeded", "File too large", "the disk was full", "file length was too large"]; // the last two are the framework's
    private static readonly string[] HeldLock = ["lock hold by current process", "/LOCK: Resource temporarily unavailable", "/LOCK: No locks available"];

    /// <summary>Throws if there is an error, and frees it.</summary>
    public static void ThrowIf(nint error, StoreFaultKind otherwise = StoreFaultKind.Failed)
    {
        if (error != 0) throw Fault(Take(error), otherwise);
    }

    /// <summary>The text, which is freed.</summary>
    public static string Take(nint error)
    {
        string text = Marshal.PtrToStringUTF8(error) ?? "";
        RocksDbNative.rocksdb_free(error);
        return text;
    }

    /// <summary>What a text of the library means here.</summary>
    public static StoreFault Fault(string text, StoreFaultKind otherwise)
    {
        if (FullDisk.Any(word => text.Contains(word, StringComparison.Ordinal))) return new StoreFault(StoreFaultKind.Full, $"The disk is full. ({text})");
        if (text.StartsWith("Corruption", StringComparison.Ordinal)) return new StoreFault(StoreFaultKind.Corrupt, $"The store is damaged: what was read is not what was written. ({text})");
        if (HeldLock.Any(word => text.Contains(word, StringComparison.Ordinal))) return new StoreFault(StoreFaultKind.Locked, $"The store is open already, in this or another process. ({text})");
        return new StoreFault(otherwise, otherwise == StoreFaultKind.Unusable ? $"The folder cannot be used. ({text})" : $"The store cannot read or write. ({text})");
    }
}
