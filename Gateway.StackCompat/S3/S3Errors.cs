namespace Gateway.StackCompat.S3;

/// <summary>Every text with which S3 refuses. Source: the guide's list of error responses.</summary>
internal static class S3Errors
{
    public static S3Error NotImplemented { get; } = new("NotImplemented", 501, "A header you provided implies functionality that is not implemented.");

    public static S3Error MethodNotAllowed { get; } = new("MethodNotAllowed", 405, "The specified method is not allowed against this resource.");

    public static S3Error InternalError { get; } = new("InternalError", 500, "We encountered an internal error. Please try again.");

    public static S3Error ServiceUnavailable { get; } = new("ServiceUnavailable", 503, "Reduce your request rate.");

    public static S3Error MalformedXml { get; } = new("MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema");

    public static S3Error MalformedPolicy { get; } = new("MalformedPolicy", 400, "Policies must be valid JSON and the first byte must be '{'");

    public static S3Error InvalidUri { get; } = new("InvalidURI", 400, "Couldn't parse the specified URI.");

    public static S3Error KeyTooLong { get; } = new("KeyTooLongError", 400, "Your key is too long");

    public static S3Error MetadataTooLarge { get; } = new("MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size");

    public static S3Error PreconditionFailed(string condition) =>
        new("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold") { Details = [("Condition", condition)] };

    public static S3Error InvalidRange(string range, long size) => new("InvalidRange", 416, "The requested range is not satisfiable")
    {
        Details = [("RangeRequested", range), ("ActualObjectSize", $"{size}")],
        Headers = [("Content-Range", $"bytes */{size}")],
    };

    public static S3Error BadDigest { get; } = new("BadDigest", 400, "The Content-MD5 you specified did not match what we received.");

    public static S3Error InvalidDigest { get; } = new("InvalidDigest", 400, "The Content-MD5 you specified was invalid.");

    public static S3Error ContentHashMismatch { get; } = new("XAmzContentSHA256Mismatch", 400, "The provided 'x-amz-content-sha256' header does not match what was computed.");

    public static S3Error IncompleteBody { get; } = new("IncompleteBody", 400, "The request body terminated unexpectedly");

    public static S3Error EntityTooSmall { get; } = new("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size");

    public static S3Error InvalidPart { get; } =
        new("InvalidPart", 400, "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.");

    public static S3Error InvalidPartOrder { get; } = new("InvalidPartOrder", 400, "The list of parts was not in ascending order. Parts must be ordered by part number.");

    public static S3Error NoSuchTagSet(string bucket) => new("NoSuchTagSet", 404, "The TagSet does not exist") { Details = [("BucketName", bucket)] };

    public static S3Error InvalidTag { get; } = new("InvalidTag", 400, "The TagKey you have provided is invalid");

    public static S3Error CopyToItself { get; } = new(
        "InvalidRequest",
        400,
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");

    public static S3Error InvalidBucketState { get; } = new("InvalidBucketState", 409, "The request is not valid with the current state of the bucket.");

    public static S3Error NoSuchBucket(string bucket) => new("NoSuchBucket", 404, "The specified bucket does not exist") { Details = [("BucketName", bucket)] };

    public static S3Error InvalidBucketName(string bucket) => new("InvalidBucketName", 400, "The specified bucket is not valid.") { Details = [("BucketName", bucket)] };

    public static S3Error BucketAlreadyOwnedByYou(string bucket) =>
        new("BucketAlreadyOwnedByYou", 409, "Your previous request to create the named bucket succeeded and you already own it.") { Details = [("BucketName", bucket)] };

    public static S3Error BucketNotEmpty(string bucket) => new("BucketNotEmpty", 409, "The bucket you tried to delete is not empty") { Details = [("BucketName", bucket)] };

    public static S3Error NoSuchKey(string key) => new("NoSuchKey", 404, "The specified key does not exist.") { Details = [("Key", key)] };

    public static S3Error DeletedKey(string key) => NoSuchKey(key) with { Headers = [("x-amz-delete-marker", "true")] };

    public static S3Error MarkerNotReadable { get; } = MethodNotAllowed with { Headers = [("x-amz-delete-marker", "true")] };

    public static S3Error NoSuchVersion(string key, string version) => new("NoSuchVersion", 404, "The specified version does not exist.") { Details = [("Key", key), ("VersionId", version)] };

    public static S3Error NoSuchUpload(string uploadId) =>
        new("NoSuchUpload", 404, "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.") { Details = [("UploadId", uploadId)] };

    public static S3Error InvalidArgument(string name, string value, string message) => new("InvalidArgument", 400, message) { Details = [("ArgumentName", name), ("ArgumentValue", value)] };

    public static S3Error InvalidRequest(string message) => new("InvalidRequest", 400, message);

    public static S3Error ChecksumMismatch(string algorithm) => new("BadDigest", 400, $"The {algorithm.ToUpperInvariant()} you specified did not match the calculated checksum.");

    public static S3Error LocationConstraint(string constraint) =>
        new("IllegalLocationConstraintException", 400, $"The {constraint} location constraint is incompatible for the region specific endpoint this request was sent to.");

    /// <summary>What a bucket answers when a setting that has no default was never put.</summary>
    public static S3Error NoSetting(string setting, string bucket) => setting switch
    {
        "policy" => new S3Error("NoSuchBucketPolicy", 404, "The bucket policy does not exist") { Details = [("BucketName", bucket)] },
        "tagging" => NoSuchTagSet(bucket),
        "lifecycle" => new S3Error("NoSuchLifecycleConfiguration", 404, "The lifecycle configuration does not exist") { Details = [("BucketName", bucket)] },
        "cors" => new S3Error("NoSuchCORSConfiguration", 404, "The CORS configuration does not exist") { Details = [("BucketName", bucket)] },
        "website" => new S3Error("NoSuchWebsiteConfiguration", 404, "The specified bucket does not have a website configuration") { Details = [("BucketName", bucket)] },
        "replication" => new S3Error("ReplicationConfigurationNotFoundError", 404, "The replication configuration was not found") { Details = [("BucketName", bucket)] },
        "object-lock" => new S3Error("ObjectLockConfigurationNotFoundError", 404, "Object Lock configuration does not exist for this bucket") { Details = [("BucketName", bucket)] },
        "publicAccessBlock" => new S3Error("NoSuchPublicAccessBlockConfiguration", 404, "The public access block configuration was not found") { Details = [("BucketName", bucket)] },
        "ownershipControls" => new S3Error("OwnershipControlsNotFoundError", 404, "The bucket ownership controls were not found") { Details = [("BucketName", bucket)] },
        "encryption" => new S3Error("ServerSideEncryptionConfigurationNotFoundError", 404, "The server side encryption configuration was not found") { Details = [("BucketName", bucket)] },
        _ => NotImplemented,
    };
}
