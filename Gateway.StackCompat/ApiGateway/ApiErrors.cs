using Gateway.Wire.Answers;

namespace Gateway.StackCompat.ApiGateway;

/// <summary>Every text with which API Gateway's control APIs refuse.</summary>
internal static class ApiErrors
{
    public static WireException Bad(string message) => new(new WireError(400, "BadRequestException", message));

    public static WireException Conflict(string message) => new(new WireError(409, "ConflictException", message));

    public static WireException NotFound(string message) => new(new WireError(404, "NotFoundException", message));

    public static WireException ApiMissing(string account, string id) => NotFound($"Invalid API identifier specified {account}:{id}");

    public static WireException Missing(string kind, string id) => NotFound($"Invalid {kind} identifier specified {id}");

    public static WireException RestMissing(string kind) => NotFound($"Invalid {kind} identifier specified");

    public static WireException RouteKeyInvalid => Bad("The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"");

    public static WireException RouteExists(string key) => Conflict($"Route with key {key} already exists for this API");

    public static WireException PatchInvalid(string path) => Bad($"Invalid patch path {path}");

    public static WireException TokenInvalid => Bad("Invalid pagination token");

    /// <summary>An operation of the service that this PoP does not have.</summary>
    public static WireError Unsupported(string operation) => new(400, "BadRequestException", $"{operation} is not supported here.");

    public static WireException UnsupportedValue(string what) => Bad($"{what} is not supported here.");

    public static WireError UnknownOperation { get; } = new(404, "UnknownOperationException", null);

    public static WireError Malformed { get; } = new(400, "SerializationException", null);

    public static WireError Unavailable { get; } = new(503, "ServiceUnavailableException", "The service cannot complete the request.");

    public static WireError Internal { get; } = new(500, "InternalFailure", null);
}
