using Gateway.DynamoCompat;

namespace Gateway.Api.Listeners;

/// <summary>What a listener says when a request does not reach its face.</summary>
/// <remarks>Source: observed dynalite 4.0.0 unless said otherwise.</remarks>
internal static class WireErrors
{
    private const string Coral = "com.amazon.coral.service";

    /// <summary>No <c>X-Amz-Target</c>, or of no service that is here.</summary>
    public static readonly DynamoError UnknownOperation = new("UnknownOperationException", null) { Namespace = Coral };

    /// <summary>A body that says it is compressed and is not.</summary>
    public static readonly DynamoError Unreadable = new("SerializationException", null) { Namespace = Coral };

    /// <summary>A defect of ours; the log has the rest.</summary>
    public static readonly DynamoError Internal = new("InternalServerError", "Internal server error") { Status = 500 };

    /// <summary>Ours: AWS has no such rule.</summary>
    public static readonly DynamoError ForeignHost = new("AccessDeniedException", "The Host header names no host of this PoP. Add it to 'hosts' in edge.yml.") { Namespace = Coral, Status = 403 };

    /// <summary>Ours: AWS lets every origin in.</summary>
    public static readonly DynamoError ForeignOrigin = new("AccessDeniedException", "This web origin may not call this PoP. Add it to 'origins' in edge.yml.") { Namespace = Coral, Status = 403 };

    /// <summary>Another method, path or content type, with status 404.</summary>
    public static ReadOnlyMemory<byte> NotFound { get; } = "<UnknownOperationException/>\n"u8.ToArray();
}
