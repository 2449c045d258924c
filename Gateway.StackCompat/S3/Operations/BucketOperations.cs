using System.Net;
using System.Xml.Linq;
using Gateway.StackCompat.S3.Storage;
using Gateway.StackCompat.S3.Wire;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3.Operations;

/// <summary>CreateBucket, HeadBucket, DeleteBucket, ListBuckets, GetBucketLocation.</summary>
internal sealed class BucketOperations(ObjectStore objects, TimeProvider time)
{
    private const string FirstRegion = "us-east-1";
    private const int ListMax = 10_000;

    public async Task CreateAsync(S3Call call, IFaceAnswer answer)
    {
        if (!IsName(call.Bucket)) throw new S3Fault(S3Errors.InvalidBucketName(call.Bucket));
        string? constraint = call.Body.Size == 0 ? null : S3Xml.Text(call.Xml(), "LocationConstraint");
        string region = string.IsNullOrEmpty(constraint) ? call.Request.Region : constraint == "EU" ? "eu-west-1" : constraint;
        if (region != call.Request.Region) throw new S3Fault(S3Errors.LocationConstraint(constraint!));

        bool hasLock = string.Equals(call.Header("x-amz-bucket-object-lock-enabled"), "true", StringComparison.OrdinalIgnoreCase);
        if (hasLock) throw new S3Fault(S3Errors.NotImplemented);
        Dictionary<string, string> settings = BucketSettings.OfNewBucket();
        if (call.Header("x-amz-object-ownership") is { } ownership) settings["ownershipControls"] = BucketSettings.Ownership(ownership);
        BucketRecord made = new() { AccountId = call.Account, Name = call.Bucket, Region = region, Created = time.GetUtcNow(), Settings = settings };
        if (!await objects.CreateBucketAsync(made).ConfigureAwait(false))
        {
            // In the oldest region making one's own bucket again is no error.
            if (region != FirstRegion || objects.FindBucket(call.Account, call.Bucket) is not { Region: FirstRegion }) throw new S3Fault(S3Errors.BucketAlreadyOwnedByYou(call.Bucket));
        }

        answer.AddHeader("Location", $"/{call.Bucket}");
        answer.AddHeader("Content-Length", "0");
    }

    public Task HeadAsync(S3Call call, IFaceAnswer answer)
    {
        BucketRecord bucket = call.RequireBucket(objects);
        answer.AddHeader("x-amz-bucket-region", bucket.Region);
        answer.AddHeader("x-amz-access-point-alias", "false");
        answer.AddHeader("Content-Type", "application/xml");
        return Task.CompletedTask;
    }

    public async Task DeleteAsync(S3Call call, IFaceAnswer answer)
    {
        bool? isDeleted = await objects.DeleteBucketAsync(call.Account, call.Bucket).ConfigureAwait(false);
        if (isDeleted is null) throw new S3Fault(S3Errors.NoSuchBucket(call.Bucket));
        if (isDeleted is false) throw new S3Fault(S3Errors.BucketNotEmpty(call.Bucket));
        answer.Status = 204;
    }

    public Task ListAsync(S3Call call, IFaceAnswer answer)
    {
        int max = call.Number("max-buckets", ListMax, ListMax);
        string prefix = call.Query("prefix") ?? "";
        string after = Cursor.Decode(call.Query("continuation-token")) ?? "";
        List<BucketRecord> found = [.. objects.Buckets(call.Account)
            .Where(bucket => bucket.Name.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(bucket.Name, after) > 0)
            .Where(bucket => call.Query("bucket-region") is not { Length: > 0 } region || bucket.Region == region)
            .OrderBy(bucket => bucket.Name, StringComparer.Ordinal)
            .Take(max + 1)];
        bool isMore = found.Count > max;
        if (isMore) found.RemoveAt(max);
        XElement document = S3Xml.Element(
            "ListAllMyBucketsResult",
            Owner(call.Account),
            S3Xml.Element("Buckets", [.. found.Select(bucket => S3Xml.Element(
                "Bucket",
                S3Xml.Element("Name", bucket.Name),
                S3Xml.Element("CreationDate", S3Xml.Time(bucket.Created)),
                call.Asks("max-buckets") ? S3Xml.Element("BucketRegion", bucket.Region) : null))]),
            isMore ? S3Xml.Element("ContinuationToken", Cursor.Encode(found[^1].Name)) : null);
        S3Xml.Write(answer, document);
        return Task.CompletedTask;
    }

    public Task LocationAsync(S3Call call, IFaceAnswer answer)
    {
        string region = call.RequireBucket(objects).Region;
        S3Xml.Write(answer, S3Xml.Element("LocationConstraint", region == FirstRegion ? null : region));
        return Task.CompletedTask;
    }

    /// <summary>The owner of an account's buckets: a number that only depends on the account.</summary>
    public static XElement Owner(string account) => S3Xml.Element("Owner", S3Xml.Element("ID", OwnerId(account)));

    public static string OwnerId(string account) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(account)));

    /// <summary>3 to 63 small letters, digits, dots and hyphens, a letter or digit at both ends, no address.</summary>
    private static bool IsName(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-')
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && !name.Contains("..", StringComparison.Ordinal)
        && !(name.Count(letter => letter == '.') == 3 && IPAddress.TryParse(name, out _))
        && !name.StartsWith("xn--", StringComparison.Ordinal);
}
