using System.Text.Json;
using Gateway.Storage;

namespace Gateway.StackCompat.S3.Storage;

/// <summary>Walks the keys of a bucket in order, with prefix, delimiter and page limit.</summary>
internal sealed class ObjectListing(ObjectStore objects, string account, string bucket)
{
    private readonly byte[] bucketPrefix = ObjectKeys.VersionsOf(account, bucket);

    /// <summary>One page of what is shown, or of all versions.</summary>
    /// <param name="prefix">Of the keys; may be empty.</param>
    /// <param name="delimiter">Keys with this after the prefix count together; empty for none.</param>
    /// <param name="after">Begins behind this key, or behind all keys with this common prefix; empty for the beginning.</param>
    /// <param name="count">How many keys and common prefixes at most.</param>
    /// <param name="allVersions">True to see every version and marker.</param>
    /// <param name="afterVersion">With <paramref name="allVersions"/>: begins behind this version of <paramref name="after"/>; null to begin behind the key.</param>
    public ListingPage Read(string prefix, string delimiter, string after, int count, bool allVersions, string? afterVersion = null)
    {
        ListingPage page = new();
        byte[] end = KeyRange.After(Place(prefix));
        byte[] start = Place(prefix);
        if (after.Length > 0) start = Later(start, Behind(prefix, delimiter, after, afterVersion));

        using IStoreSnapshot snapshot = objects.Snapshot();
        while (true)
        {
            byte[]? jump = null;
            using IStoreCursor cursor = snapshot.Scan(new KeyRange(start, end));
            byte[] previous = [];
            bool isPassing = afterVersion is not null;
            while (cursor.MoveNext())
            {
                ReadOnlySpan<byte> key = ObjectKeys.WithoutOrder(cursor.Key);
                bool isNewest = !key.SequenceEqual(previous);
                if (!isNewest && !allVersions) continue;
                if (isNewest) previous = key.ToArray();

                ObjectRecord version = JsonSerializer.Deserialize(cursor.Value, ObjectJson.Default.ObjectRecord)!;
                string name = ObjectKeys.NameIn(cursor.Key, bucketPrefix.Length);
                if (isPassing && name == after)
                {
                    if (version.VersionId == afterVersion) isPassing = false;
                    continue;
                }

                isPassing = false;
                if (version.IsDeleteMarker && !allVersions) continue;
                if (page.Count == count)
                {
                    page.IsTruncated = true;
                    return page;
                }

                int cut = delimiter.Length == 0 ? -1 : name.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
                if (cut >= 0)
                {
                    string common = name[..(cut + delimiter.Length)];
                    page.AddPrefix(common);
                    jump = KeyRange.After(Place(common));
                    break;
                }

                page.Add(name, version, isNewest);
            }

            if (jump is null) return page;
            start = jump;
            afterVersion = null;
        }
    }

    private byte[] Behind(string prefix, string delimiter, string after, string? afterVersion)
    {
        bool isCommonPrefix = delimiter.Length > 0 && after.EndsWith(delimiter, StringComparison.Ordinal) && after.StartsWith(prefix, StringComparison.Ordinal) && after.Length > prefix.Length;
        if (isCommonPrefix) return KeyRange.After(Place(after));
        byte[] versions = ObjectKeys.VersionsOf(account, bucket, after);
        return afterVersion is null ? KeyRange.After(versions) : versions;
    }

    /// <summary>The store's key of all keys that begin with a text: an escaped part without its end.</summary>
    private byte[] Place(string prefix) => ObjectKeys.VersionsOf(account, bucket, prefix)[..^2];

    private static byte[] Later(byte[] one, byte[] other) => one.AsSpan().SequenceCompareTo(other) >= 0 ? one : other;
}
