using System.Text.Json;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.StackCompat.S3.Storage;

/// <summary>Buckets and objects: records in the store, bytes in files. What it answers is durable.</summary>
internal sealed partial class ObjectStore(IKeyValueStore store, CommitLoop commits, ObjectFiles files, TimeProvider time)
{
    private readonly Lock[] gates = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    public ObjectFiles Files => files;

    public BucketRecord? FindBucket(string account, string name) =>
        store.Get(ObjectKeys.Bucket(account, name)) is { } bytes ? JsonSerializer.Deserialize(bytes, ObjectJson.Default.BucketRecord) : null;

    /// <summary>All buckets of an account, by name.</summary>
    public IReadOnlyList<BucketRecord> Buckets(string account)
    {
        List<BucketRecord> found = [];
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(ObjectKeys.Bucket(account, "")));
        while (cursor.MoveNext()) found.Add(JsonSerializer.Deserialize(cursor.Value, ObjectJson.Default.BucketRecord)!);
        return found;
    }

    /// <returns>False if the account has such a bucket.</returns>
    public async Task<bool> CreateBucketAsync(BucketRecord bucket)
    {
        CommitTicket ticket;
        lock (GateOf(bucket.AccountId, bucket.Name))
        {
            if (FindBucket(bucket.AccountId, bucket.Name) is not null) return false;
            ticket = commits.Write(0, bucket, static (batch, _, made) => WriteBucket(batch, made));
        }

        await ticket.Durable.ConfigureAwait(false);
        return true;
    }

    /// <returns>False if there is no such bucket.</returns>
    public async Task<bool> ChangeBucketAsync(string account, string name, Func<BucketRecord, BucketRecord> change)
    {
        CommitTicket ticket;
        lock (GateOf(account, name))
        {
            if (FindBucket(account, name) is not { } before) return false;
            ticket = commits.Write(0, change(before), static (batch, _, after) => WriteBucket(batch, after));
        }

        await ticket.Durable.ConfigureAwait(false);
        return true;
    }

    /// <summary>Deletes a bucket without objects; uploads that are not complete go with it.</summary>
    /// <returns>Null if there is no such bucket; false if it has objects.</returns>
    public async Task<bool?> DeleteBucketAsync(string account, string name)
    {
        CommitTicket ticket;
        List<ContentPart> gone = [];
        lock (GateOf(account, name))
        {
            if (FindBucket(account, name) is null) return null;
            using (IStoreSnapshot snapshot = store.Snapshot())
            using (IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(ObjectKeys.VersionsOf(account, name))))
            {
                if (cursor.MoveNext()) return false;
            }

            List<KeyRange> parts = [];
            foreach ((_, UploadRecord upload) in Uploads(account, name))
            {
                KeyRange range = KeyRange.WithPrefix(ObjectKeys.PartsOf(account, name, upload.UploadId));
                parts.Add(range);
                gone.AddRange(ReadParts(range).Select(part => part.Content));
            }

            ticket = commits.Write(0, (Account: account, Name: name, Parts: parts), static (batch, _, state) =>
            {
                batch.Delete(ObjectKeys.Bucket(state.Account, state.Name));
                batch.DeleteRange(KeyRange.WithPrefix(ObjectKeys.UploadsOf(state.Account, state.Name)));
                foreach (KeyRange range in state.Parts) batch.DeleteRange(range);
            });
        }

        await ticket.Durable.ConfigureAwait(false);
        files.Remove(gone);
        return true;
    }

    /// <summary>One version of an object, or the newest, which may be a marker.</summary>
    public ObjectRecord? Find(string account, string bucket, string key, string? versionId)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        return Versions(snapshot, account, bucket, key).FirstOrDefault(version => versionId is null || version.VersionId == versionId);
    }

    /// <summary>Puts an object whose bytes are in files.</summary>
    /// <param name="draft">Its version and order are given here.</param>
    /// <param name="mayReplace">Looks at what is there; false puts nothing. Null for always.</param>
    /// <returns>What was put; null if the bucket is gone or <paramref name="mayReplace"/> said no.</returns>
    public async Task<ObjectRecord?> PutAsync(string account, string bucket, string key, ObjectRecord draft, Func<ObjectRecord?, bool>? mayReplace, WriteBatch? also = null)
    {
        ObjectRecord put;
        CommitTicket ticket;
        IReadOnlyList<ContentPart> gone;
        lock (GateOf(account, bucket))
        {
            if (FindBucket(account, bucket) is not { } home) return null;
            List<ObjectRecord> versions = VersionsNow(account, bucket, key);
            ObjectRecord? newest = versions.FirstOrDefault() is { IsDeleteMarker: false } shown ? shown : null;
            if (mayReplace is not null && !mayReplace(newest)) return null;
            (put, ticket, gone) = Add(home, key, versions, draft, also);
        }

        await ticket.Durable.ConfigureAwait(false);
        files.Remove(gone);
        return put;
    }

    /// <summary>Deletes an object: a version of it for good, or what is shown, which leaves a marker where versions are kept.</summary>
    /// <returns>The version that was deleted for good, or the marker that was made; null if nothing had to be done.</returns>
    public async Task<ObjectRecord?> DeleteAsync(string account, string bucket, string key, string? versionId)
    {
        ObjectRecord? result;
        CommitTicket ticket;
        IReadOnlyList<ContentPart> gone = [];
        lock (GateOf(account, bucket))
        {
            if (FindBucket(account, bucket) is not { } home) return null;
            List<ObjectRecord> versions = VersionsNow(account, bucket, key);
            if (versionId is null && home.Versioning != Versioning.Off)
            {
                ObjectRecord marker = new() { VersionId = "", Order = 0, LastModified = time.GetUtcNow(), IsDeleteMarker = true };
                (result, ticket, gone) = Add(home, key, versions, marker, null);
            }
            else
            {
                result = versions.FirstOrDefault(version => version.VersionId == (versionId ?? ObjectRecord.NullVersion));
                if (result is null) return null;
                gone = result.Parts;
                ticket = commits.Write(0, ObjectKeys.Version(account, bucket, key, result.Order), static (batch, _, deleted) => batch.Delete(deleted));
            }
        }

        await ticket.Durable.ConfigureAwait(false);
        files.Remove(gone);
        return result;
    }

    /// <summary>Changes what is kept about a version: its tags.</summary>
    /// <returns>False if there is no such version.</returns>
    public async Task<bool> ChangeAsync(string account, string bucket, string key, string? versionId, Func<ObjectRecord, ObjectRecord> change)
    {
        CommitTicket ticket;
        lock (GateOf(account, bucket))
        {
            if (Find(account, bucket, key, versionId) is not { IsDeleteMarker: false } before) return false;
            ticket = commits.Write(0, (Key: ObjectKeys.Version(account, bucket, key, before.Order), Value: change(before)), static (batch, _, state) => WriteObject(batch, state.Key, state.Value));
        }

        await ticket.Durable.ConfigureAwait(false);
        return true;
    }

    /// <summary>Removes files that a crash has left. Reads all records: call it in the background, once.</summary>
    /// <param name="openedAt">When this process began.</param>
    public int RemoveOrphans(DateTimeOffset openedAt)
    {
        HashSet<string> named = [];
        using (IStoreSnapshot snapshot = store.Snapshot())
        {
            using IStoreCursor versions = snapshot.Scan(ObjectKeys.AllVersions);
            while (versions.MoveNext()) named.UnionWith(JsonSerializer.Deserialize(versions.Value, ObjectJson.Default.ObjectRecord)!.Parts.Select(part => part.File));
            using IStoreCursor parts = snapshot.Scan(ObjectKeys.AllParts);
            while (parts.MoveNext()) named.Add(JsonSerializer.Deserialize(parts.Value, ObjectJson.Default.PartRecord)!.Content.File);
        }

        return files.RemoveOrphans(named.Contains, openedAt);
    }

    /// <summary>A snapshot for listings.</summary>
    public IStoreSnapshot Snapshot() => store.Snapshot();

    private static IEnumerable<ObjectRecord> Versions(IStoreSnapshot snapshot, string account, string bucket, string key)
    {
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(ObjectKeys.VersionsOf(account, bucket, key)));
        while (cursor.MoveNext()) yield return JsonSerializer.Deserialize(cursor.Value, ObjectJson.Default.ObjectRecord)!;
    }

    private static void WriteBucket(WriteBatch batch, BucketRecord bucket) =>
        batch.Put(ObjectKeys.Bucket(bucket.AccountId, bucket.Name), JsonSerializer.SerializeToUtf8Bytes(bucket, ObjectJson.Default.BucketRecord));

    private static void WriteObject(WriteBatch batch, byte[] key, ObjectRecord value) => batch.Put(key, JsonSerializer.SerializeToUtf8Bytes(value, ObjectJson.Default.ObjectRecord));

    private List<ObjectRecord> VersionsNow(string account, string bucket, string key)
    {
        using IStoreSnapshot snapshot = store.Snapshot();
        return [.. Versions(snapshot, account, bucket, key)];
    }

    /// <summary>Under the bucket's lock: adds a version, and drops the null version that it takes the place of.</summary>
    private (ObjectRecord Put, CommitTicket Ticket, IReadOnlyList<ContentPart> Gone) Add(BucketRecord bucket, string key, List<ObjectRecord> versions, ObjectRecord draft, WriteBatch? also)
    {
        ulong order = (versions.FirstOrDefault()?.Order ?? 0) + 1;
        bool keepsVersions = bucket.Versioning == Versioning.Enabled;
        ObjectRecord put = draft with { Order = order, VersionId = keepsVersions ? files.NewId() : ObjectRecord.NullVersion };
        ObjectRecord? replaced = keepsVersions ? null : versions.FirstOrDefault(version => version.VersionId == ObjectRecord.NullVersion);
        byte[] at = ObjectKeys.Version(bucket.AccountId, bucket.Name, key, order);
        byte[]? before = replaced is null ? null : ObjectKeys.Version(bucket.AccountId, bucket.Name, key, replaced.Order);
        CommitTicket ticket = commits.Write(0, (At: at, Put: put, Before: before, Also: also), static (batch, _, state) =>
        {
            if (state.Before is not null) batch.Delete(state.Before);
            WriteObject(batch, state.At, state.Put);
            if (state.Also is not null) batch.Append(state.Also);
        });
        return (put, ticket, replaced?.Parts ?? []);
    }

    private Lock GateOf(string account, string bucket) => gates[(uint)string.GetHashCode($"{account}/{bucket}", StringComparison.Ordinal) % (uint)gates.Length];
}
