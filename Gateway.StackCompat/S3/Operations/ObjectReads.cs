using System.Globalization;
using System.Xml.Linq;
using Gateway.StackCompat.S3.Storage;
using Gateway.StackCompat.S3.Wire;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Operations;

/// <summary>GetObject, HeadObject, GetObjectAttributes, GetObjectAcl.</summary>
internal sealed class ObjectReads(ObjectStore objects)
{
    private const int PieceBytes = 64 * 1024;

    public async Task GetAsync(S3Call call, IFaceAnswer answer, CancellationToken token)
    {
        ObjectRecord found = Require(call, out bool showsVersion);
        if (!ObjectHeaders.IsWanted(call, found))
        {
            NotModified(answer, found);
            return;
        }

        ByteRange? range = RangeOf(call, found);
        await using ObjectStream content = Open(call, found);
        Describe(call, answer, found, range, showsVersion);
        content.Position = range?.Start ?? 0;
        long length = range?.Length ?? found.Size;
        bool isLarge = length > PieceBytes;
        if (isLarge) await answer.Body.FlushAsync(token).ConfigureAwait(false); // the headers; a small object goes out with them
        for (long left = length; left > 0;)
        {
            Memory<byte> piece = answer.Body.GetMemory(PieceBytes);
            int read = await content.ReadAsync(piece[..(int)Math.Min(piece.Length, left)], token).ConfigureAwait(false);
            if (read == 0) throw new InvalidDataException($"A file of an object is shorter than its record says: {found.ETag}.");
            answer.Body.Advance(read);
            left -= read;
            if (isLarge) await answer.Body.FlushAsync(token).ConfigureAwait(false);
        }
    }

    public Task HeadAsync(S3Call call, IFaceAnswer answer)
    {
        ObjectRecord found = Require(call, out bool showsVersion);
        if (ObjectHeaders.IsWanted(call, found)) Describe(call, answer, found, RangeOf(call, found), showsVersion);
        else NotModified(answer, found);
        return Task.CompletedTask;
    }

    public Task AttributesAsync(S3Call call, IFaceAnswer answer)
    {
        if (call.Request.Method != "GET") throw new S3Fault(S3Errors.MethodNotAllowed);
        ObjectRecord found = Require(call, out bool showsVersion);
        string[] wanted = (call.Header("x-amz-object-attributes") ?? throw new S3Fault(S3Errors.InvalidRequest("The x-amz-object-attributes header specifying the attributes to be retrieved is missing")))
            .Split(',', StringSplitOptions.TrimEntries);
        XElement document = S3Xml.Element("GetObjectAttributesResponse");
        if (wanted.Contains("ETag")) document.Add(S3Xml.Element("ETag", found.ETag));
        if (wanted.Contains("Checksum") && found.Checksums.Count > 0)
        {
            document.Add(S3Xml.Element("Checksum", [.. found.Checksums.Select(sum => S3Xml.Element($"Checksum{sum.Key["x-amz-checksum-".Length..].ToUpperInvariant()}", sum.Value))]));
        }

        if (wanted.Contains("ObjectParts") && found.Parts.Count > 1) document.Add(S3Xml.Element("ObjectParts", S3Xml.Element("PartsCount", found.Parts.Count)));
        if (wanted.Contains("StorageClass")) document.Add(S3Xml.Element("StorageClass", found.Headers.GetValueOrDefault("x-amz-storage-class", "STANDARD")));
        if (wanted.Contains("ObjectSize")) document.Add(S3Xml.Element("ObjectSize", found.Size));
        answer.AddHeader("Last-Modified", S3Xml.HttpTime(found.LastModified));
        if (showsVersion) answer.AddHeader("x-amz-version-id", found.VersionId);
        S3Xml.Write(answer, document);
        return Task.CompletedTask;
    }

    public Task AclAsync(S3Call call, IFaceAnswer answer)
    {
        Require(call, out _);
        if (call.Request.Method == "PUT" && call.Header("x-amz-acl") is "private" && call.Body.Size == 0) return Task.CompletedTask;
        if (call.Request.Method != "GET") throw new S3Fault(new S3Error("AccessControlListNotSupported", 400, "The bucket does not allow ACLs"));
        S3Xml.WriteText(answer, BucketSettings.ObjectAcl(call.Account));
        return Task.CompletedTask;
    }

    private static ByteRange? RangeOf(S3Call call, ObjectRecord found)
    {
        if (call.Query("partNumber") is not { } part) return ByteRange.Read(call.Header("Range"), found.Size);
        if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 10_000) throw new S3Fault(S3Errors.InvalidArgument("partNumber", part, "Part number must be an integer between 1 and 10000, inclusive"));
        if (number > Math.Max(1, found.Parts.Count)) throw new S3Fault(new S3Error("InvalidPartNumber", 416, "The requested partnumber is not satisfiable"));
        return found.Size == 0 ? null : new ByteRange(found.Parts.Take(number - 1).Sum(before => before.Size), found.Parts[number - 1].Size);
    }

    private static void Describe(S3Call call, IFaceAnswer answer, ObjectRecord found, ByteRange? range, bool showsVersion)
    {
        ObjectHeaders.Write(call, answer, found, showsVersion, isWhole: range is null);
        answer.AddHeader("Content-Length", (range?.Length ?? found.Size).ToString(CultureInfo.InvariantCulture));
        if (call.Asks("partNumber") && found.Parts.Count > 1) answer.AddHeader("x-amz-mp-parts-count", found.Parts.Count.ToString(CultureInfo.InvariantCulture));
        if (range is not { } part) return;
        answer.Status = 206;
        answer.AddHeader("Content-Range", $"bytes {part.Start}-{part.Start + part.Length - 1}/{found.Size}");
    }

    private static void NotModified(IFaceAnswer answer, ObjectRecord found)
    {
        answer.Status = 304;
        answer.AddHeader("ETag", $"\"{found.ETag}\"");
        answer.AddHeader("Last-Modified", S3Xml.HttpTime(found.LastModified));
    }

    private ObjectStream Open(S3Call call, ObjectRecord found)
    {
        try
        {
            return new ObjectStream(objects.Files, found);
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Written over or deleted since its record was read; what is there now is the answer.
            ObjectRecord now = Require(call, out _);
            return now.ETag == found.ETag && now.Order != found.Order ? new ObjectStream(objects.Files, now) : throw new S3Fault(S3Errors.ServiceUnavailable);
        }
    }

    private ObjectRecord Require(S3Call call, out bool showsVersion)
    {
        BucketRecord bucket = call.RequireBucket(objects);
        showsVersion = bucket.Versioning != Versioning.Off;
        ObjectRecord? found = objects.Find(call.Account, call.Bucket, call.Key, call.VersionId);
        if (found is null) throw new S3Fault(call.VersionId is { } version ? S3Errors.NoSuchVersion(call.Key, version) : S3Errors.NoSuchKey(call.Key));
        if (!found.IsDeleteMarker) return found;
        throw new S3Fault(call.VersionId is null ? S3Errors.DeletedKey(call.Key) : S3Errors.MarkerNotReadable);
    }
}
