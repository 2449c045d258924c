using System.Xml.Linq;
using Gateway.StackCompat.S3.Storage;
using Gateway.StackCompat.S3.Wire;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Operations;

/// <summary>ListObjects, ListObjectsV2, ListObjectVersions.</summary>
internal sealed class Listings(ObjectStore objects)
{
    private const int PageMax = 1000;

    public Task Version2Async(S3Call call, IFaceAnswer answer)
    {
        string after = Cursor.Decode(call.Query("continuation-token")) ?? call.Query("start-after") ?? "";
        if (call.Query("continuation-token") is "") throw new S3Fault(S3Errors.InvalidArgument("continuation-token", "", "The continuation token provided is incorrect"));
        (ListingPage page, int max, Func<string, string> show) = Read(call, after, allVersions: false, null);
        bool showsOwner = call.Query("fetch-owner") == "true";
        XElement document = S3Xml.Element(
            "ListBucketResult",
            S3Xml.Element("Name", call.Bucket),
            S3Xml.Element("Prefix", show(call.Query("prefix") ?? "")),
            call.Query("start-after") is { } start ? S3Xml.Element("StartAfter", show(start)) : null,
            call.Query("continuation-token") is { } token ? S3Xml.Element("ContinuationToken", token) : null,
            page.IsTruncated ? S3Xml.Element("NextContinuationToken", Cursor.Encode(page.Last)) : null,
            S3Xml.Element("KeyCount", page.Count));
        Finish(call, answer, document, page, max, show, showsOwner);
        return Task.CompletedTask;
    }

    public Task Version1Async(S3Call call, IFaceAnswer answer)
    {
        string marker = call.Query("marker") ?? "";
        (ListingPage page, int max, Func<string, string> show) = Read(call, marker, allVersions: false, null);
        XElement document = S3Xml.Element(
            "ListBucketResult",
            S3Xml.Element("Name", call.Bucket),
            S3Xml.Element("Prefix", show(call.Query("prefix") ?? "")),
            S3Xml.Element("Marker", show(marker)),
            page.IsTruncated && call.Query("delimiter") is { Length: > 0 } ? S3Xml.Element("NextMarker", show(page.Last)) : null);
        Finish(call, answer, document, page, max, show, showsOwner: true);
        return Task.CompletedTask;
    }

    public Task VersionsAsync(S3Call call, IFaceAnswer answer)
    {
        string marker = call.Query("key-marker") ?? "";
        string? versionMarker = call.Query("version-id-marker") is { Length: > 0 } version ? version : null;
        if (versionMarker is not null && marker.Length == 0) throw new S3Fault(S3Errors.InvalidArgument("version-id-marker", versionMarker, "A version-id marker cannot be specified without a key marker."));
        (ListingPage page, int max, Func<string, string> show) = Read(call, marker, allVersions: true, versionMarker);
        XElement document = S3Xml.Element(
            "ListVersionsResult",
            S3Xml.Element("Name", call.Bucket),
            S3Xml.Element("Prefix", show(call.Query("prefix") ?? "")),
            S3Xml.Element("KeyMarker", show(marker)),
            S3Xml.Element("VersionIdMarker", versionMarker),
            page.IsTruncated ? S3Xml.Element("NextKeyMarker", show(page.Last)) : null,
            page is { IsTruncated: true, LastVersion: { } last } ? S3Xml.Element("NextVersionIdMarker", last) : null);
        Head(call, document, page, max, show);
        foreach ((string key, ObjectRecord found, bool isLatest) in page.Entries)
        {
            XElement entry = S3Xml.Element(
                found.IsDeleteMarker ? "DeleteMarker" : "Version",
                S3Xml.Element("Key", show(key)),
                S3Xml.Element("VersionId", found.VersionId),
                S3Xml.Element("IsLatest", isLatest ? "true" : "false"),
                S3Xml.Element("LastModified", S3Xml.Time(found.LastModified)));
            if (!found.IsDeleteMarker) entry.Add(S3Xml.Element("ETag", $"\"{found.ETag}\""), S3Xml.Element("Size", found.Size), S3Xml.Element("StorageClass", ClassOf(found)));
            entry.Add(BucketOperations.Owner(call.Account));
            document.Add(entry);
        }

        Prefixes(document, page, show);
        S3Xml.Write(answer, document);
        return Task.CompletedTask;
    }

    private (ListingPage Page, int Max, Func<string, string> Show) Read(S3Call call, string after, bool allVersions, string? afterVersion)
    {
        call.RequireBucket(objects);
        if (call.Query("encoding-type") is not (null or "" or "url")) throw new S3Fault(S3Errors.InvalidArgument("encoding-type", call.Query("encoding-type")!, "Invalid Encoding Method specified in Request"));
        int max = call.Number("max-keys", PageMax, PageMax);
        ObjectListing listing = new(objects, call.Account, call.Bucket);
        ListingPage page = max == 0 ? new ListingPage() : listing.Read(call.Query("prefix") ?? "", call.Query("delimiter") ?? "", after, max, allVersions, afterVersion);
        return (page, max, call.Query("encoding-type") == "url" ? UrlEncoded : static text => text);
    }

    private static void Finish(S3Call call, IFaceAnswer answer, XElement document, ListingPage page, int max, Func<string, string> show, bool showsOwner)
    {
        Head(call, document, page, max, show);
        foreach ((string key, ObjectRecord found, _) in page.Entries)
        {
            document.Add(S3Xml.Element(
                "Contents",
                S3Xml.Element("Key", show(key)),
                S3Xml.Element("LastModified", S3Xml.Time(found.LastModified)),
                S3Xml.Element("ETag", $"\"{found.ETag}\""),
                S3Xml.Element("Size", found.Size),
                showsOwner ? BucketOperations.Owner(call.Account) : null,
                S3Xml.Element("StorageClass", ClassOf(found))));
        }

        Prefixes(document, page, show);
        S3Xml.Write(answer, document);
    }

    private static void Head(S3Call call, XElement document, ListingPage page, int max, Func<string, string> show)
    {
        document.Add(S3Xml.Element("MaxKeys", max));
        if (call.Query("delimiter") is { Length: > 0 } delimiter) document.Add(S3Xml.Element("Delimiter", show(delimiter)));
        if (call.Query("encoding-type") == "url") document.Add(S3Xml.Element("EncodingType", "url"));
        document.Add(S3Xml.Element("IsTruncated", page.IsTruncated ? "true" : "false"));
    }

    private static void Prefixes(XElement document, ListingPage page, Func<string, string> show)
    {
        foreach (string prefix in page.CommonPrefixes) document.Add(S3Xml.Element("CommonPrefixes", S3Xml.Element("Prefix", show(prefix))));
    }

    private static string ClassOf(ObjectRecord found) => found.Headers.GetValueOrDefault("x-amz-storage-class", "STANDARD");

    /// <summary>As S3 encodes keys: slashes stay, spaces become plus signs.</summary>
    private static string UrlEncoded(string text) => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal).Replace("%20", "+", StringComparison.Ordinal);
}
