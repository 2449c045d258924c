using System.Security.Cryptography;
using System.Xml.Linq;
using Gateway.StackCompat.S3.Storage;
using Gateway.StackCompat.S3.Wire;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Operations;

/// <summary>PutObject, CopyObject, DeleteObject, DeleteObjects.</summary>
internal sealed class ObjectWrites(ObjectStore objects, TimeProvider time)
{
    private const int DeleteMax = 1000;
    private const int PieceBytes = 1 << 20;

    public async Task PutAsync(S3Call call, IFaceAnswer answer, CancellationToken token)
    {
        BucketRecord bucket = call.RequireBucket(objects);
        ObjectRecord draft = Draft(call) with { ETag = call.Body.Md5Hex(), Size = call.Body.Size, Checksums = call.Body.Checksums };
        S3Error? refusal = null;
        Func<ObjectRecord?, bool>? condition = ObjectHeaders.WriteCondition(call, error => refusal = error);
        ContentPart content = await objects.Files.WriteAsync(call.Body.Pieces, token).ConfigureAwait(false);
        ObjectRecord put = await KeepAsync(call, draft with { Parts = [content] }, condition).ConfigureAwait(false) ?? throw new S3Fault(refusal ?? S3Errors.NoSuchBucket(call.Bucket));
        answer.AddHeader("ETag", $"\"{put.ETag}\"");
        answer.AddHeader("x-amz-server-side-encryption", "AES256");
        foreach ((string name, string value) in put.Checksums) answer.AddHeader(name, value);
        if (put.Checksums.Count > 0) answer.AddHeader("x-amz-checksum-type", "FULL_OBJECT");
        if (bucket.Versioning == Versioning.Enabled) answer.AddHeader("x-amz-version-id", put.VersionId);
        answer.AddHeader("Content-Length", "0");
    }

    public async Task CopyAsync(S3Call call, IFaceAnswer answer, CancellationToken token)
    {
        BucketRecord bucket = call.RequireBucket(objects);
        (string sourceBucket, string sourceKey, string? sourceVersion) = Source(call);
        ObjectRecord source = RequireSource(call, sourceBucket, sourceKey, sourceVersion);
        ObjectHeaders.IsWanted(call, source, "x-amz-copy-source-");
        bool replacesMetadata = "REPLACE".Equals(call.Header("x-amz-metadata-directive"), StringComparison.OrdinalIgnoreCase);
        bool replacesTags = "REPLACE".Equals(call.Header("x-amz-tagging-directive"), StringComparison.OrdinalIgnoreCase);
        bool isItself = sourceBucket == call.Bucket && sourceKey == call.Key && sourceVersion is null;
        if (isItself && !replacesMetadata && call.Header("x-amz-storage-class") is null && call.Header("x-amz-server-side-encryption") is null) throw new S3Fault(S3Errors.CopyToItself);

        (ContentPart content, string etag) = await CopyBytesAsync(source, null, token).ConfigureAwait(false);
        ObjectRecord sent = Draft(call);
        ObjectRecord draft = sent with
        {
            ETag = etag,
            Size = source.Size,
            Parts = [content],
            Checksums = source.Checksums,
            Headers = replacesMetadata ? sent.Headers : source.Headers,
            Metadata = replacesMetadata ? sent.Metadata : source.Metadata,
            Tags = replacesTags ? sent.Tags : source.Tags,
        };
        S3Error? refusal = null;
        ObjectRecord put = await KeepAsync(call, draft, ObjectHeaders.WriteCondition(call, error => refusal = error)).ConfigureAwait(false) ?? throw new S3Fault(refusal ?? S3Errors.NoSuchBucket(call.Bucket));
        if (source.VersionId != ObjectRecord.NullVersion) answer.AddHeader("x-amz-copy-source-version-id", source.VersionId);
        if (bucket.Versioning == Versioning.Enabled) answer.AddHeader("x-amz-version-id", put.VersionId);
        answer.AddHeader("x-amz-server-side-encryption", "AES256");
        S3Xml.Write(answer, S3Xml.Element("CopyObjectResult", S3Xml.Element("LastModified", S3Xml.Time(put.LastModified)), S3Xml.Element("ETag", $"\"{put.ETag}\"")));
    }

    public async Task DeleteAsync(S3Call call, IFaceAnswer answer)
    {
        call.RequireBucket(objects);
        ObjectRecord? deleted = await objects.DeleteAsync(call.Account, call.Bucket, call.Key, call.VersionId).ConfigureAwait(false);
        if (deleted is { IsDeleteMarker: true }) answer.AddHeader("x-amz-delete-marker", "true");
        if ((call.VersionId ?? (deleted is { IsDeleteMarker: true } ? deleted.VersionId : null)) is { } version) answer.AddHeader("x-amz-version-id", version);
        answer.Status = 204;
    }

    public async Task DeleteManyAsync(S3Call call, IFaceAnswer answer)
    {
        call.RequireBucket(objects);
        XElement request = call.Xml();
        if (request.Name.LocalName != "Delete") throw new S3Fault(S3Errors.MalformedXml);
        bool isQuiet = S3Xml.Text(request, "Quiet") is "true" or "True";
        List<XElement> wanted = [.. S3Xml.Children(request, "Object")];
        if (wanted.Count is 0 or > DeleteMax || wanted.Any(one => string.IsNullOrEmpty(S3Xml.Text(one, "Key")))) throw new S3Fault(S3Errors.MalformedXml);

        XElement document = S3Xml.Element("DeleteResult");
        foreach (XElement one in wanted)
        {
            string key = S3Xml.Text(one, "Key")!;
            string? version = S3Xml.Text(one, "VersionId") is { Length: > 0 } named ? named : null;
            ObjectRecord? deleted = await objects.DeleteAsync(call.Account, call.Bucket, key, version).ConfigureAwait(false);
            if (isQuiet) continue;
            bool isMarker = deleted is { IsDeleteMarker: true };
            document.Add(S3Xml.Element(
                "Deleted",
                S3Xml.Element("Key", key),
                version is null ? null : S3Xml.Element("VersionId", version),
                isMarker ? S3Xml.Element("DeleteMarker", "true") : null,
                isMarker ? S3Xml.Element("DeleteMarkerVersionId", deleted!.VersionId) : null));
        }

        S3Xml.Write(answer, document);
    }

    /// <summary>Bucket, key and version in the header <c>x-amz-copy-source</c>.</summary>
    public static (string Bucket, string Key, string? Version) Source(S3Call call)
    {
        string header = call.Header("x-amz-copy-source")!;
        int question = header.LastIndexOf("?versionId=", StringComparison.Ordinal);
        string? version = question < 0 ? null : header[(question + "?versionId=".Length)..];
        string path = S3Target.Decode(question < 0 ? header : header[..question])?.TrimStart('/') ?? "";
        int slash = path.IndexOf('/');
        if (slash <= 0 || slash == path.Length - 1) throw new S3Fault(S3Errors.InvalidArgument("x-amz-copy-source", header, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey"));
        return (path[..slash], path[(slash + 1)..], version);
    }

    public ObjectRecord RequireSource(S3Call call, string bucket, string key, string? version)
    {
        if (objects.FindBucket(call.Account, bucket) is null) throw new S3Fault(S3Errors.NoSuchBucket(bucket));
        ObjectRecord? found = objects.Find(call.Account, bucket, key, version);
        if (found is null or { IsDeleteMarker: true }) throw new S3Fault(version is null ? S3Errors.NoSuchKey(key) : S3Errors.NoSuchVersion(key, version));
        return found;
    }

    /// <summary>Copies the bytes of an object, or a range of them, into a file of their own.</summary>
    public async Task<(ContentPart Content, string ETag)> CopyBytesAsync(ObjectRecord source, ByteRange? range, CancellationToken token)
    {
        await using ObjectStream content = new(objects.Files, source);
        content.Position = range?.Start ?? 0;
        long left = range?.Length ?? source.Size;
        using IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        List<ReadOnlyMemory<byte>> pieces = [];
        while (left > 0)
        {
            byte[] piece = new byte[(int)Math.Min(PieceBytes, left)];
            await content.ReadExactlyAsync(piece, token).ConfigureAwait(false);
            md5.AppendData(piece);
            pieces.Add(piece);
            left -= piece.Length;
        }

        return (await objects.Files.WriteAsync(pieces, token).ConfigureAwait(false), Convert.ToHexStringLower(md5.GetHashAndReset()));
    }

    /// <summary>What a request says about an object that is to be.</summary>
    private ObjectRecord Draft(S3Call call) => new()
    {
        VersionId = "",
        Order = 0,
        LastModified = time.GetUtcNow(),
        Headers = ObjectHeaders.Read(call.Request),
        Metadata = ObjectHeaders.ReadMetadata(call.Request),
        Tags = ObjectHeaders.ReadTags(call.Request),
    };

    /// <summary>Puts the record; removes its file if that is refused.</summary>
    private async Task<ObjectRecord?> KeepAsync(S3Call call, ObjectRecord draft, Func<ObjectRecord?, bool>? condition)
    {
        ObjectRecord? put = await objects.PutAsync(call.Account, call.Bucket, call.Key, draft, condition).ConfigureAwait(false);
        if (put is null) objects.Files.Remove(draft.Parts);
        return put;
    }
}
