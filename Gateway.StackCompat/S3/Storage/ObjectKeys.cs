using System.Text;
using Gateway.Storage;
using Gateway.Storage.Keys;

namespace Gateway.StackCompat.S3.Storage;

/// <summary>The keys of buckets, objects and uploads. Layout: docs/formats/stack.md.</summary>
internal static class ObjectKeys
{
    private const byte BucketKind = 1;
    private const byte VersionKind = 2;
    private const byte UploadKind = 3;
    private const byte PartKind = 4;
    private const int OrderBytes = sizeof(ulong);

    public static KeyRange AllBuckets { get; } = KeyRange.WithPrefix(new[] { (byte)KeySpace.Object, BucketKind });

    public static KeyRange AllVersions { get; } = KeyRange.WithPrefix(new[] { (byte)KeySpace.Object, VersionKind });

    public static KeyRange AllParts { get; } = KeyRange.WithPrefix(new[] { (byte)KeySpace.Object, PartKind });

    public static byte[] Bucket(string account, string bucket) => Key(BucketKind, [account], bucket);

    public static byte[] Version(string account, string bucket, string key, ulong order)
    {
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            Begin(ref writer, VersionKind, [account, bucket, key]);
            writer.UInt64(ulong.MaxValue - order);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>All versions of a key, the newest first.</summary>
    public static byte[] VersionsOf(string account, string bucket, string key) => Key(VersionKind, [account, bucket, key], null);

    /// <summary>All versions of all keys of a bucket.</summary>
    public static byte[] VersionsOf(string account, string bucket) => Key(VersionKind, [account, bucket], null);

    public static byte[] Upload(string account, string bucket, string key, string uploadId) => Key(UploadKind, [account, bucket, key], uploadId);

    public static byte[] UploadsOf(string account, string bucket) => Key(UploadKind, [account, bucket], null);

    public static byte[] PartsOf(string account, string bucket, string uploadId) => Key(PartKind, [account, bucket, uploadId], null);

    public static byte[] Part(string account, string bucket, string uploadId, int number)
    {
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            Begin(ref writer, PartKind, [account, bucket, uploadId]);
            writer.UInt32((uint)number);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>The object's key in the key of a version.</summary>
    public static string NameIn(ReadOnlySpan<byte> storeKey, int bucketPrefixBytes)
    {
        KeyReader reader = new(storeKey[bucketPrefixBytes..]);
        return Encoding.UTF8.GetString(reader.Terminated());
    }

    /// <summary>The object's key and the upload id in the key of an upload.</summary>
    public static (string Name, string UploadId) UploadIn(ReadOnlySpan<byte> storeKey, int bucketPrefixBytes)
    {
        KeyReader reader = new(storeKey[bucketPrefixBytes..]);
        string name = Encoding.UTF8.GetString(reader.Terminated());
        return (name, Encoding.UTF8.GetString(reader.Rest));
    }

    /// <summary>The part of a version's key that all versions of one object share.</summary>
    public static ReadOnlySpan<byte> WithoutOrder(ReadOnlySpan<byte> storeKey) => storeKey[..^OrderBytes];

    private static byte[] Key(byte kind, scoped ReadOnlySpan<string> parts, string? last)
    {
        KeyWriter writer = new(stackalloc byte[KeyWriter.UsualBytes]);
        try
        {
            Begin(ref writer, kind, parts);
            if (last is not null) writer.Raw(Encoding.UTF8.GetBytes(last));
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void Begin(ref KeyWriter writer, byte kind, scoped ReadOnlySpan<string> parts)
    {
        writer.Space(KeySpace.Object);
        writer.Byte(kind);
        foreach (string part in parts) writer.Terminated(Encoding.UTF8.GetBytes(part));
    }
}
