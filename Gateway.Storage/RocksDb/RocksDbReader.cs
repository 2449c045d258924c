using System.Buffers;
using Gateway.Storage.Keys;
using Gateway.Storage.RocksDb.Native;

namespace Gateway.Storage.RocksDb;

/// <summary>Point reads, of the newest values or at a snapshot.</summary>
internal static unsafe class RocksDbReader
{
    private const int StackKeysMax = 128;

    public static byte[]? Get(DatabaseHandle database, nint options, ReadOnlySpan<byte> key) => Get(database, options, database.Family(KeyFamily.Of(key)), key);

    public static byte[]? Get(DatabaseHandle database, nint options, nint family, ReadOnlySpan<byte> key)
    {
        nint error = 0;
        nint slice;
        fixed (byte* start = key)
        {
            slice = RocksDbNative.rocksdb_get_pinned_cf(database.DangerousGetHandle(), options, family, start, (nuint)key.Length, &error);
        }

        RocksDbError.ThrowIf(error);
        return slice == 0 ? null : TakeValue(slice);
    }

    /// <summary>At one moment only if the options say which, or all keys are of one family.</summary>
    public static byte[]?[] GetMany(DatabaseHandle database, nint options, IReadOnlyList<byte[]> keys)
    {
        byte[]?[] values = new byte[keys.Count][];
        if (keys.Count == 0) return values;

        uint family = KeyFamily.Of(keys[0]);
        int bytes = 0;
        foreach (byte[] key in keys)
        {
            if (KeyFamily.Of(key) != family)
            {
                for (int i = 0; i < values.Length; i++) values[i] = Get(database, options, keys[i]);
                return values;
            }

            bytes += key.Length;
        }

        byte[] joined = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, 1));
        try
        {
            for (int done = 0; done < values.Length; done += StackKeysMax) GetSome(database, options, family, keys, values, done, Math.Min(StackKeysMax, values.Length - done), joined);
            return values;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private static void GetSome(DatabaseHandle database, nint options, uint family, IReadOnlyList<byte[]> keys, byte[]?[] values, int from, int count, byte[] joined)
    {
        byte** starts = stackalloc byte*[count];
        nuint* lengths = stackalloc nuint[count];
        nint* slices = stackalloc nint[count];
        nint* errors = stackalloc nint[count];
        fixed (byte* buffer = joined)
        {
            byte* next = buffer;
            for (int i = 0; i < count; i++)
            {
                byte[] key = keys[from + i];
                key.CopyTo(new Span<byte>(next, key.Length));
                starts[i] = next;
                lengths[i] = (nuint)key.Length;
                next += key.Length;
            }

            RocksDbNative.rocksdb_batched_multi_get_cf(database.DangerousGetHandle(), options, database.Family(family), (nuint)count, starts, lengths, slices, errors, sorted: 0);
        }

        StoreFault? fault = null;
        for (int i = 0; i < count; i++)
        {
            if (slices[i] != 0) values[from + i] = TakeValue(slices[i]);
            if (errors[i] != 0) fault = RocksDbError.Fault(RocksDbError.Take(errors[i]), StoreFaultKind.Failed);
        }

        if (fault is not null) throw fault;
    }

    private static byte[] TakeValue(nint slice)
    {
        nuint length;
        byte* start = RocksDbNative.rocksdb_pinnableslice_value(slice, &length);
        byte[] value = GC.AllocateUninitializedArray<byte>((int)length);
        new ReadOnlySpan<byte>(start, value.Length).CopyTo(value);
        RocksDbNative.rocksdb_pinnableslice_destroy(slice);
        return value;
    }
}
