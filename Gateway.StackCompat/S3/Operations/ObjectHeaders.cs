using System.Globalization;
using System.Text;
using Gateway.StackCompat.S3.Storage;
using Gateway.StackCompat.S3.Wire;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Operations;

/// <summary>The headers that go into an object and come out again, and the conditions in others.</summary>
internal static class ObjectHeaders
{
    private const string MetadataPrefix = "x-amz-meta-";
    private const int MetadataBytesMax = 2 * 1024;
    private static readonly string[] Kept = ["Content-Type", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires", "x-amz-website-redirect-location", "x-amz-storage-class"];
    private static readonly string[] Refused = ["x-amz-server-side-encryption-customer-algorithm", "x-amz-object-lock-mode", "x-amz-object-lock-legal-hold", "x-amz-object-lock-retain-until-date", "x-amz-write-offset-bytes"];

    /// <summary>The headers that are given back.</summary>
    public static Dictionary<string, string> Read(FaceRequest request)
    {
        foreach (string refused in Refused)
        {
            if (request.Header(refused) is not null) throw new S3Fault(S3Errors.NotImplemented);
        }

        Dictionary<string, string> found = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in Kept)
        {
            if (request.Header(name) is { } value) found[name] = value;
        }

        if (found.TryGetValue("Content-Encoding", out string? encodings))
        {
            string[] rest = [.. encodings.Split(',', StringSplitOptions.TrimEntries).Where(encoding => !encoding.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase))];
            if (rest.Length == 0) found.Remove("Content-Encoding");
            else found["Content-Encoding"] = string.Join(',', rest);
        }

        if (found.GetValueOrDefault("x-amz-storage-class") == "STANDARD") found.Remove("x-amz-storage-class");
        found.TryAdd("Content-Type", "binary/octet-stream");
        return found;
    }

    public static Dictionary<string, string> ReadMetadata(FaceRequest request)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        int bytes = 0;
        foreach ((string name, string value) in request.Headers)
        {
            if (!name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase)) continue;
            string key = name[MetadataPrefix.Length..].ToLowerInvariant();
            found[key] = found.TryGetValue(key, out string? before) ? $"{before},{value}" : value;
            bytes += key.Length + Encoding.UTF8.GetByteCount(value);
        }

        return bytes <= MetadataBytesMax ? found : throw new S3Fault(S3Errors.MetadataTooLarge);
    }

    /// <summary>The tags in the header <c>x-amz-tagging</c>, which is a query string.</summary>
    public static IReadOnlyDictionary<string, string> ReadTags(FaceRequest request) =>
        request.Header("x-amz-tagging") is { } tags ? ObjectTags.Checked(S3Target.ReadQuery(tags)) : new Dictionary<string, string>();

    /// <summary>Writes what is known of an object, but its length.</summary>
    /// <param name="isWhole">False for a range: checksums are those of the whole object, and clients hold them against what they get.</param>
    public static void Write(S3Call call, IFaceAnswer answer, ObjectRecord found, bool showsVersion, bool isWhole)
    {
        answer.AddHeader("ETag", $"\"{found.ETag}\"");
        answer.AddHeader("Last-Modified", S3Xml.HttpTime(found.LastModified));
        answer.AddHeader("Accept-Ranges", "bytes");
        answer.AddHeader("x-amz-server-side-encryption", "AES256");
        if (showsVersion) answer.AddHeader("x-amz-version-id", found.VersionId);
        foreach ((string name, string value) in found.Headers)
        {
            string? over = call.Query($"response-{name.ToLowerInvariant()}");
            if (over is null) answer.AddHeader(name, value);
        }

        foreach (string name in Kept)
        {
            if (call.Query($"response-{name.ToLowerInvariant()}") is { } over) answer.AddHeader(name, over);
        }

        foreach ((string name, string value) in found.Metadata) answer.AddHeader(MetadataPrefix + name, value);
        if (found.Tags.Count > 0) answer.AddHeader("x-amz-tagging-count", found.Tags.Count.ToString(CultureInfo.InvariantCulture));
        if (!isWhole || !"ENABLED".Equals(call.Header("x-amz-checksum-mode"), StringComparison.OrdinalIgnoreCase)) return;
        foreach ((string name, string value) in found.Checksums) answer.AddHeader(name, value);
        if (found.Checksums.Count > 0) answer.AddHeader("x-amz-checksum-type", "FULL_OBJECT");
    }

    /// <summary>Looks at If-Match and its kin, or at their forms for the source of a copy.</summary>
    /// <returns>False if the client has what it asks for: 304.</returns>
    /// <exception cref="S3Fault">A condition does not hold.</exception>
    public static bool IsWanted(S3Call call, ObjectRecord found, string prefix = "")
    {
        bool? matches = call.Header(prefix + "If-Match") is { } match ? Names(match, found.ETag) : null;
        if (matches is false) throw new S3Fault(S3Errors.PreconditionFailed("If-Match"));
        if (matches is null && TimeIn(call, prefix + "If-Unmodified-Since") is { } unmodified && Seconds(found.LastModified) > unmodified) throw new S3Fault(S3Errors.PreconditionFailed("If-Unmodified-Since"));

        bool? differs = call.Header(prefix + "If-None-Match") is { } none ? !Names(none, found.ETag) : null;
        bool isOld = differs is null && TimeIn(call, prefix + "If-Modified-Since") is { } modified && Seconds(found.LastModified) <= modified;
        if (differs is not false && !isOld) return true;
        return prefix.Length == 0 ? false : throw new S3Fault(S3Errors.PreconditionFailed(prefix + (isOld ? "If-Modified-Since" : "If-None-Match")));
    }

    /// <summary>The condition of a write; null if there is none.</summary>
    public static Func<ObjectRecord?, bool>? WriteCondition(S3Call call, Action<S3Error> refuse)
    {
        string? match = call.Header("If-Match");
        string? none = call.Header("If-None-Match");
        if (match is null && none is null) return null;
        if (none is not (null or "*")) throw new S3Fault(S3Errors.NotImplemented);
        return newest =>
        {
            if (none is not null && newest is not null) refuse(S3Errors.PreconditionFailed("If-None-Match"));
            else if (match is not null && newest is null) refuse(S3Errors.NoSuchKey(call.Key));
            else if (match is not null && !Names(match, newest!.ETag)) refuse(S3Errors.PreconditionFailed("If-Match"));
            else return true;
            return false;
        };
    }

    private static bool Names(string list, string etag) => list.Split(',', StringSplitOptions.TrimEntries).Any(one => one == "*" || one.Trim('"') == etag);

    private static DateTimeOffset? TimeIn(S3Call call, string name) =>
        call.Header(name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private static DateTimeOffset Seconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);
}
