using Gateway.StackCompat.S3.Operations;
using Gateway.StackCompat.S3.Storage;
using Gateway.StackCompat.S3.Wire;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Wire.Faces;

namespace Gateway.StackCompat.S3;

/// <summary>S3: the buckets of an account, small and real. What works stands in docs/compatibility-s3.md.</summary>
public sealed class S3Face : IFace, IObjectReader
{
    private readonly ObjectStore objects;
    private readonly BucketOperations buckets;
    private readonly BucketSettings settings;
    private readonly ObjectReads reads;
    private readonly ObjectWrites writes;
    private readonly ObjectTags tags;
    private readonly Listings listings;
    private readonly Uploads uploads;
    private readonly DateTimeOffset openedAt;
    private readonly Action<Exception, string> onBug;

    /// <param name="store">Of the records.</param>
    /// <param name="commits">Makes writes durable.</param>
    /// <param name="folder">Of the bytes of objects; made if it is not there.</param>
    /// <param name="time">Dates objects.</param>
    /// <param name="random">Makes ids.</param>
    /// <param name="onBug">Told of an exception that should not be, and of the request's id.</param>
    public S3Face(IKeyValueStore store, CommitLoop commits, string folder, TimeProvider time, Random random, Action<Exception, string> onBug)
    {
        openedAt = time.GetUtcNow();
        this.onBug = onBug;
        objects = new ObjectStore(store, commits, new ObjectFiles(folder, random), time);
        buckets = new BucketOperations(objects, time);
        settings = new BucketSettings(objects);
        reads = new ObjectReads(objects);
        writes = new ObjectWrites(objects, time);
        tags = new ObjectTags(objects);
        listings = new Listings(objects);
        uploads = new Uploads(objects, time);
    }

    /// <summary>Whether a host name names a bucket, as <c>bucket.s3.us-east-1.amazonaws.com</c>: then the request is for this face whatever its path.</summary>
    public static bool NamesBucket(string host) => S3Target.BucketInHost(host) is not null;

    /// <summary>Answers a request whose signature will not do.</summary>
    public static void Refuse(IFaceAnswer answer, FaceRequest request, string code, string message, int status)
    {
        ArgumentNullException.ThrowIfNull(request);
        string name = code switch
        {
            "UnrecognizedClientException" => "InvalidAccessKeyId",
            "InvalidSignatureException" => "SignatureDoesNotMatch",
            "XAmzContentSHA256Mismatch" => code,
            "IncompleteSignatureException" => "AuthorizationHeaderMalformed",
            _ => "AccessDenied",
        };
        S3Xml.WriteError(answer, request, new S3Error(name, name is "XAmzContentSHA256Mismatch" or "AuthorizationHeaderMalformed" ? 400 : status, name == "AccessDenied" ? "Access Denied" : message), hasBody: request.Method != "HEAD");
    }

    /// <summary>Removes files that a crash has left. Reads all records: call it once, in the background.</summary>
    /// <returns>How many.</returns>
    public int RemoveOrphans() => objects.RemoveOrphans(openedAt);

    /// <inheritdoc/>
    public Task<ObjectAnswer> OpenAsync(string accountId, string bucket, string key, string? version, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        return Task.FromResult(objects.Find(accountId, bucket, key, version) is { IsDeleteMarker: false } found
            ? new ObjectAnswer(new ObjectStream(objects.Files, found))
            : Missing(objects.FindBucket(accountId, bucket) is null ? S3Errors.NoSuchBucket(bucket) : version is null ? S3Errors.NoSuchKey(key) : S3Errors.NoSuchVersion(key, version)));

        static ObjectAnswer Missing(S3Error error) => new(null, error.Code, error.Message);
    }

    /// <inheritdoc/>
    public async Task RunAsync(FaceRequest request, IFaceAnswer answer, CancellationToken token)
    {
        BegunAnswer begun = new(answer);
        answer = begun;
        try
        {
            answer.AddHeader("x-amz-request-id", request.RequestId);
            answer.AddHeader("Server", "AmazonS3");
            S3Target target = S3Target.Of(request.Host, request.Path) ?? throw new S3Fault(S3Errors.InvalidUri);
            await RouteAsync(new S3Call(request, target), answer, token).ConfigureAwait(false);
        }
        catch (S3Fault fault)
        {
            S3Xml.WriteError(answer, request, fault.Error, hasBody: request.Method != "HEAD" && fault.Error.Status != 304);
        }
        catch (StoreFault)
        {
            S3Xml.WriteError(answer, request, S3Errors.ServiceUnavailable, hasBody: request.Method != "HEAD");
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            onBug(bug, request.RequestId);
            if (begun.HasLength) throw new OperationCanceledException("The answer broke off.", bug); // the client waits for bytes that do not come: only the end of the connection tells
            S3Xml.WriteError(answer, request, S3Errors.InternalError, hasBody: request.Method != "HEAD");
        }
    }

    private Task RouteAsync(S3Call call, IFaceAnswer answer, CancellationToken token)
    {
        if (call.Bucket.Length == 0) return call.Request.Method is "GET" or "HEAD" ? buckets.ListAsync(call, answer) : throw new S3Fault(S3Errors.MethodNotAllowed);
        return call.Key.Length == 0 ? RouteBucketAsync(call, answer) : RouteObjectAsync(call, answer, token);
    }

    private Task RouteBucketAsync(S3Call call, IFaceAnswer answer)
    {
        if (BucketSettings.Find(call) is { } setting) return settings.RunAsync(call, setting, answer);
        return call.Request.Method switch
        {
            "PUT" => buckets.CreateAsync(call, answer),
            "HEAD" => buckets.HeadAsync(call, answer),
            "DELETE" => buckets.DeleteAsync(call, answer),
            "POST" when call.Asks("delete") => writes.DeleteManyAsync(call, answer),
            "GET" when call.Asks("location") => buckets.LocationAsync(call, answer),
            "GET" when call.Asks("versions") => listings.VersionsAsync(call, answer),
            "GET" when call.Asks("uploads") => uploads.ListAsync(call, answer),
            "GET" when call.Query("list-type") == "2" => listings.Version2Async(call, answer),
            "GET" => listings.Version1Async(call, answer),
            "OPTIONS" => throw new S3Fault(new S3Error("AccessForbidden", 403, "CORSResponse: CORS is not enabled for this bucket.")),
            _ => throw new S3Fault(S3Errors.MethodNotAllowed),
        };
    }

    private Task RouteObjectAsync(S3Call call, IFaceAnswer answer, CancellationToken token)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(call.Key) > 1024) throw new S3Fault(S3Errors.KeyTooLong);
        if (call.Asks("tagging")) return tags.RunAsync(call, answer);
        if (call.Asks("acl")) return reads.AclAsync(call, answer);
        if (call.Asks("attributes")) return reads.AttributesAsync(call, answer);
        if (call.Asks("retention") || call.Asks("legal-hold") || call.Asks("torrent") || call.Asks("select") || call.Asks("restore") || call.Asks("renameObject") || call.Asks("encryption")) throw new S3Fault(S3Errors.NotImplemented);
        bool isCopy = call.Header("x-amz-copy-source") is not null;
        return call.Request.Method switch
        {
            "GET" when call.Query("uploadId") is { } upload => uploads.PartsAsync(call, upload, answer),
            "GET" => reads.GetAsync(call, answer, token),
            "HEAD" => reads.HeadAsync(call, answer),
            "PUT" when call.Query("uploadId") is { } upload => isCopy ? uploads.CopyPartAsync(call, upload, answer, token) : uploads.PutPartAsync(call, upload, answer, token),
            "PUT" => isCopy ? writes.CopyAsync(call, answer, token) : writes.PutAsync(call, answer, token),
            "POST" when call.Asks("uploads") => uploads.BeginAsync(call, answer),
            "POST" when call.Query("uploadId") is { } upload => uploads.CompleteAsync(call, upload, answer),
            "DELETE" when call.Query("uploadId") is { } upload => uploads.AbortAsync(call, upload, answer),
            "DELETE" => writes.DeleteAsync(call, answer),
            _ => throw new S3Fault(S3Errors.MethodNotAllowed),
        };
    }
}
