using Gateway.Wire.Answers;

namespace Gateway.StackCompat.Logs;

/// <summary>Every text with which CloudWatch Logs refuses.</summary>
internal static class LogErrors
{
    public static WireException GroupMissing => new(new WireError(400, "ResourceNotFoundException", "The specified log group does not exist."));

    public static WireException StreamMissing => new(new WireError(400, "ResourceNotFoundException", "The specified log stream does not exist."));

    public static WireException GroupExists => new(new WireError(400, "ResourceAlreadyExistsException", "The specified log group already exists"));

    public static WireException StreamExists => new(new WireError(400, "ResourceAlreadyExistsException", "The specified log stream already exists"));

    public static WireException GroupProtected => new(new WireError(400, "ValidationException", "The specified log group has deletion protection enabled."));

    public static WireException Parameter(string message) => new(new WireError(400, "InvalidParameterException", message));

    public static WireException PatternInvalid(string why) => Parameter($"Invalid filter pattern: {why}");

    public static WireException TokenInvalid => Parameter("The specified nextToken is invalid.");

    public static WireError UnknownOperation { get; } = new(400, "UnknownOperationException", null);

    /// <summary>An operation of the service that this PoP does not have.</summary>
    public static WireError Unsupported(string operation) => new(400, "OperationAbortedException", $"{operation} is not supported here.");

    public static WireError Malformed { get; } = new(400, "SerializationException", null);

    public static WireError Unavailable { get; } = new(503, "ServiceUnavailableException", "The service cannot complete the request.");

    public static WireError Internal { get; } = new(500, "InternalFailure", null);
}
