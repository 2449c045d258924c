using System.Text.Json;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.StackCompat.S3.Storage;

/// <content>Uploads in parts.</content>
internal sealed partial class ObjectStore
{
    /// <returns>False if the bucket is gone.</returns>
    public async Task<bool> BeginUploadAsync(string account, string bucket, string key, UploadRecord upload)
    {
        CommitTicket ticket;
        lock (GateOf(account, bucket))
        {
            if (FindBucket(account, bucket) is null) return false;
            ticket = commits.Write(0, (Key: ObjectKeys.Upload(account, bucket, key, upload.UploadId), Upload: upload), static (batch, _, state) =>
                batch.Put(state.Key, JsonSerializer.SerializeToUtf8Bytes(state.Upload, ObjectJson.Default.UploadRecord)));
        }

        await ticket.Durable.ConfigureAwait(false);
        return true;
    }

    public UploadRecord? FindUpload(string account, string bucket, string key, string uploadId) =>
        store.Get(ObjectKeys.Upload(account, bucket, key, uploadId)) is { } bytes ? JsonSerializer.Deserialize(bytes, ObjectJson.Default.UploadRecord) : null;

    /// <summary>All uploads of a bucket, by the object's key and the upload's id.</summary>
    public IReadOnlyList<(string Key, UploadRecord Upload)> Uploads(string account, string bucket)
    {
        List<(string, UploadRecord)> found = [];
        byte[] prefix = ObjectKeys.UploadsOf(account, bucket);
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(KeyRange.WithPrefix(prefix));
        while (cursor.MoveNext()) found.Add((ObjectKeys.UploadIn(cursor.Key, prefix.Length).Name, JsonSerializer.Deserialize(cursor.Value, ObjectJson.Default.UploadRecord)!));
        return found;
    }

    /// <summary>Adds a part, or puts another one in its place.</summary>
    /// <returns>False if there is no such upload.</returns>
    public async Task<bool> PutPartAsync(string account, string bucket, string key, string uploadId, PartRecord part)
    {
        CommitTicket ticket;
        PartRecord? before;
        lock (GateOf(account, bucket))
        {
            if (FindUpload(account, bucket, key, uploadId) is null) return false;
            byte[] at = ObjectKeys.Part(account, bucket, uploadId, part.Number);
            before = store.Get(at) is { } bytes ? JsonSerializer.Deserialize(bytes, ObjectJson.Default.PartRecord) : null;
            ticket = commits.Write(0, (At: at, Part: part), static (batch, _, state) => batch.Put(state.At, JsonSerializer.SerializeToUtf8Bytes(state.Part, ObjectJson.Default.PartRecord)));
        }

        await ticket.Durable.ConfigureAwait(false);
        if (before is not null) files.Remove([before.Content]);
        return true;
    }

    /// <summary>The parts of an upload, by number.</summary>
    public IReadOnlyList<PartRecord> PartsOf(string account, string bucket, string uploadId) => ReadParts(KeyRange.WithPrefix(ObjectKeys.PartsOf(account, bucket, uploadId)));

    /// <summary>Makes an object of the chosen parts; those that were not chosen are removed.</summary>
    /// <returns>The object; null if the upload or the bucket is gone, or <paramref name="mayReplace"/> said no.</returns>
    public async Task<ObjectRecord?> CompleteUploadAsync(string account, string bucket, string key, string uploadId, ObjectRecord draft, Func<ObjectRecord?, bool>? mayReplace)
    {
        IEnumerable<ContentPart> unused = PartsOf(account, bucket, uploadId).Select(part => part.Content).Except(draft.Parts);
        ObjectRecord? put = await PutAsync(
            account,
            bucket,
            key,
            draft,
            newest => FindUpload(account, bucket, key, uploadId) is not null && (mayReplace is null || mayReplace(newest)),
            ForgetUpload(account, bucket, key, uploadId)).ConfigureAwait(false);
        if (put is not null) files.Remove(unused);
        return put;
    }

    /// <returns>False if there is no such upload.</returns>
    public async Task<bool> AbortUploadAsync(string account, string bucket, string key, string uploadId)
    {
        CommitTicket ticket;
        IReadOnlyList<PartRecord> parts;
        lock (GateOf(account, bucket))
        {
            if (FindUpload(account, bucket, key, uploadId) is null) return false;
            parts = PartsOf(account, bucket, uploadId);
            ticket = commits.Write(0, ForgetUpload(account, bucket, key, uploadId), static (batch, _, forget) => batch.Append(forget));
        }

        await ticket.Durable.ConfigureAwait(false);
        files.Remove(parts.Select(part => part.Content));
        return true;
    }

    private static WriteBatch ForgetUpload(string account, string bucket, string key, string uploadId)
    {
        WriteBatch forget = new();
        forget.Delete(ObjectKeys.Upload(account, bucket, key, uploadId));
        forget.DeleteRange(KeyRange.WithPrefix(ObjectKeys.PartsOf(account, bucket, uploadId)));
        return forget;
    }

    private List<PartRecord> ReadParts(KeyRange range)
    {
        List<PartRecord> found = [];
        using IStoreSnapshot snapshot = store.Snapshot();
        using IStoreCursor cursor = snapshot.Scan(range);
        while (cursor.MoveNext()) found.Add(JsonSerializer.Deserialize(cursor.Value, ObjectJson.Default.PartRecord)!);
        return found;
    }
}
