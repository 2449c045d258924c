using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using Gateway.StackCompat.S3.Storage;
using Gateway.StackCompat.S3.Wire;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Operations;

/// <summary>CreateMultipartUpload, UploadPart, UploadPartCopy, ListParts, ListMultipartUploads, CompleteMultipartUpload, AbortMultipartUpload.</summary>
internal sealed class Uploads(ObjectStore objects, TimeProvider time)
{
    private const int PartMax = 10_000;
    private const int PageMax = 1000;
    private const long PartBytesMin = 5 << 20;
    private const int UploadIdBytes = 32;

    private readonly ObjectWrites writes = new(objects, time);

    public async Task BeginAsync(S3Call call, IFaceAnswer answer)
    {
        call.RequireBucket(objects);
        UploadRecord upload = new()
        {
            UploadId = objects.Files.NewId(UploadIdBytes),
            Initiated = time.GetUtcNow(),
            Headers = ObjectHeaders.Read(call.Request),
            Metadata = ObjectHeaders.ReadMetadata(call.Request),
            Tags = ObjectHeaders.ReadTags(call.Request),
        };
        if (!await objects.BeginUploadAsync(call.Account, call.Bucket, call.Key, upload).ConfigureAwait(false)) throw new S3Fault(S3Errors.NoSuchBucket(call.Bucket));
        S3Xml.Write(answer, S3Xml.Element("InitiateMultipartUploadResult", S3Xml.Element("Bucket", call.Bucket), S3Xml.Element("Key", call.Key), S3Xml.Element("UploadId", upload.UploadId)));
    }

    public async Task PutPartAsync(S3Call call, string uploadId, IFaceAnswer answer, CancellationToken token)
    {
        Require(call, uploadId);
        PartRecord part = new()
        {
            Number = NumberOf(call),
            ETag = call.Body.Md5Hex(),
            LastModified = time.GetUtcNow(),
            Content = await objects.Files.WriteAsync(call.Body.Pieces, token).ConfigureAwait(false),
        };
        await KeepAsync(call, uploadId, part).ConfigureAwait(false);
        answer.AddHeader("ETag", $"\"{part.ETag}\"");
        foreach ((string name, string value) in call.Body.Checksums) answer.AddHeader(name, value);
        answer.AddHeader("x-amz-server-side-encryption", "AES256");
        answer.AddHeader("Content-Length", "0");
    }

    public async Task CopyPartAsync(S3Call call, string uploadId, IFaceAnswer answer, CancellationToken token)
    {
        Require(call, uploadId);
        int number = NumberOf(call);
        (string bucket, string key, string? version) = ObjectWrites.Source(call);
        ObjectRecord source = writes.RequireSource(call, bucket, key, version);
        ObjectHeaders.IsWanted(call, source, "x-amz-copy-source-");
        (ContentPart content, string etag) = await writes.CopyBytesAsync(source, ByteRange.Read(call.Header("x-amz-copy-source-range"), source.Size), token).ConfigureAwait(false);
        PartRecord part = new() { Number = number, ETag = etag, LastModified = time.GetUtcNow(), Content = content };
        await KeepAsync(call, uploadId, part).ConfigureAwait(false);
        S3Xml.Write(answer, S3Xml.Element("CopyPartResult", S3Xml.Element("LastModified", S3Xml.Time(part.LastModified)), S3Xml.Element("ETag", $"\"{etag}\"")));
    }

    public Task PartsAsync(S3Call call, string uploadId, IFaceAnswer answer)
    {
        Require(call, uploadId);
        int max = call.Number("max-parts", PageMax, PageMax);
        int marker = call.Number("part-number-marker", 0, int.MaxValue);
        List<PartRecord> parts = [.. objects.PartsOf(call.Account, call.Bucket, uploadId).Where(part => part.Number > marker).Take(max + 1)];
        bool isMore = parts.Count > max;
        if (isMore) parts.RemoveAt(max);
        XElement document = S3Xml.Element(
            "ListPartsResult",
            S3Xml.Element("Bucket", call.Bucket),
            S3Xml.Element("Key", call.Key),
            S3Xml.Element("UploadId", uploadId),
            S3Xml.Element("Initiator", S3Xml.Element("ID", BucketOperations.OwnerId(call.Account))),
            BucketOperations.Owner(call.Account),
            S3Xml.Element("StorageClass", "STANDARD"),
            S3Xml.Element("PartNumberMarker", marker),
            isMore ? S3Xml.Element("NextPartNumberMarker", parts.LastOrDefault()?.Number ?? marker) : null,
            S3Xml.Element("MaxParts", max),
            S3Xml.Element("IsTruncated", isMore ? "true" : "false"));
        foreach (PartRecord part in parts)
        {
            document.Add(S3Xml.Element("Part", S3Xml.Element("PartNumber", part.Number), S3Xml.Element("LastModified", S3Xml.Time(part.LastModified)), S3Xml.Element("ETag", $"\"{part.ETag}\""), S3Xml.Element("Size", part.Content.Size)));
        }

        S3Xml.Write(answer, document);
        return Task.CompletedTask;
    }

    public Task ListAsync(S3Call call, IFaceAnswer answer)
    {
        call.RequireBucket(objects);
        int max = call.Number("max-uploads", PageMax, PageMax);
        (string keyMarker, string idMarker) = (call.Query("key-marker") ?? "", call.Query("upload-id-marker") ?? "");
        string prefix = call.Query("prefix") ?? "";
        List<(string Key, UploadRecord Upload)> found = [.. objects.Uploads(call.Account, call.Bucket)
            .Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Where(one => string.CompareOrdinal(one.Key, keyMarker) > 0 || (one.Key == keyMarker && idMarker.Length > 0 && string.CompareOrdinal(one.Upload.UploadId, idMarker) > 0))
            .Take(max + 1)];
        bool isMore = found.Count > max;
        if (isMore) found.RemoveAt(max);
        XElement document = S3Xml.Element(
            "ListMultipartUploadsResult",
            S3Xml.Element("Bucket", call.Bucket),
            S3Xml.Element("KeyMarker", keyMarker),
            S3Xml.Element("UploadIdMarker", idMarker),
            isMore ? S3Xml.Element("NextKeyMarker", found[^1].Key) : null,
            isMore ? S3Xml.Element("NextUploadIdMarker", found[^1].Upload.UploadId) : null,
            S3Xml.Element("Prefix", prefix),
            S3Xml.Element("MaxUploads", max),
            S3Xml.Element("IsTruncated", isMore ? "true" : "false"));
        foreach ((string key, UploadRecord upload) in found)
        {
            document.Add(S3Xml.Element(
                "Upload",
                S3Xml.Element("Key", key),
                S3Xml.Element("UploadId", upload.UploadId),
                S3Xml.Element("Initiator", S3Xml.Element("ID", BucketOperations.OwnerId(call.Account))),
                BucketOperations.Owner(call.Account),
                S3Xml.Element("StorageClass", "STANDARD"),
                S3Xml.Element("Initiated", S3Xml.Time(upload.Initiated))));
        }

        S3Xml.Write(answer, document);
        return Task.CompletedTask;
    }

    public async Task CompleteAsync(S3Call call, string uploadId, IFaceAnswer answer)
    {
        BucketRecord bucket = call.RequireBucket(objects);
        UploadRecord upload = Require(call, uploadId);
        List<PartRecord> chosen = Chosen(call, uploadId);
        using IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (PartRecord part in chosen) md5.AppendData(Convert.FromHexString(part.ETag));
        ObjectRecord draft = new()
        {
            VersionId = "",
            Order = 0,
            LastModified = time.GetUtcNow(),
            ETag = $"{Convert.ToHexStringLower(md5.GetHashAndReset())}-{chosen.Count}",
            Size = chosen.Sum(part => part.Content.Size),
            Parts = [.. chosen.Select(part => part.Content)],
            Headers = upload.Headers,
            Metadata = upload.Metadata,
            Tags = upload.Tags,
        };
        S3Error? refusal = null;
        Func<ObjectRecord?, bool>? condition = ObjectHeaders.WriteCondition(call, error => refusal = error);
        ObjectRecord put = await objects.CompleteUploadAsync(call.Account, call.Bucket, call.Key, uploadId, draft, condition).ConfigureAwait(false)
            ?? throw new S3Fault(refusal ?? S3Errors.NoSuchUpload(uploadId));
        if (bucket.Versioning == Versioning.Enabled) answer.AddHeader("x-amz-version-id", put.VersionId);
        answer.AddHeader("x-amz-server-side-encryption", "AES256");
        S3Xml.Write(answer, S3Xml.Element(
            "CompleteMultipartUploadResult",
            S3Xml.Element("Location", $"http://{call.Request.Host}/{call.Bucket}/{Uri.EscapeDataString(call.Key)}"),
            S3Xml.Element("Bucket", call.Bucket),
            S3Xml.Element("Key", call.Key),
            S3Xml.Element("ETag", $"\"{put.ETag}\"")));
    }

    public async Task AbortAsync(S3Call call, string uploadId, IFaceAnswer answer)
    {
        call.RequireBucket(objects);
        if (!await objects.AbortUploadAsync(call.Account, call.Bucket, call.Key, uploadId).ConfigureAwait(false)) throw new S3Fault(S3Errors.NoSuchUpload(uploadId));
        answer.Status = 204;
    }

    private static int NumberOf(S3Call call)
    {
        string text = call.Query("partNumber") ?? "";
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= PartMax;
        return isNumber ? number : throw new S3Fault(S3Errors.InvalidArgument("partNumber", text, "Part number must be an integer between 1 and 10000, inclusive"));
    }

    private List<PartRecord> Chosen(S3Call call, string uploadId)
    {
        Dictionary<int, PartRecord> there = objects.PartsOf(call.Account, call.Bucket, uploadId).ToDictionary(part => part.Number);
        List<PartRecord> chosen = [];
        foreach (XElement named in S3Xml.Children(call.Xml(), "Part"))
        {
            if (!int.TryParse(S3Xml.Text(named, "PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) throw new S3Fault(S3Errors.MalformedXml);
            if (chosen.Count > 0 && number <= chosen[^1].Number) throw new S3Fault(S3Errors.InvalidPartOrder);
            string? etag = S3Xml.Text(named, "ETag")?.Replace("&quot;", "", StringComparison.Ordinal).Trim('"');
            if (!there.TryGetValue(number, out PartRecord? part) || part.ETag != etag) throw new S3Fault(S3Errors.InvalidPart);
            chosen.Add(part);
        }

        if (chosen.Count == 0) throw new S3Fault(S3Errors.MalformedXml);
        if (chosen.SkipLast(1).Any(part => part.Content.Size < PartBytesMin)) throw new S3Fault(S3Errors.EntityTooSmall);
        return chosen;
    }

    private UploadRecord Require(S3Call call, string uploadId)
    {
        call.RequireBucket(objects);
        return objects.FindUpload(call.Account, call.Bucket, call.Key, uploadId) ?? throw new S3Fault(S3Errors.NoSuchUpload(uploadId));
    }

    private async Task KeepAsync(S3Call call, string uploadId, PartRecord part)
    {
        if (await objects.PutPartAsync(call.Account, call.Bucket, call.Key, uploadId, part).ConfigureAwait(false)) return;
        objects.Files.Remove([part.Content]);
        throw new S3Fault(S3Errors.NoSuchUpload(uploadId));
    }
}
