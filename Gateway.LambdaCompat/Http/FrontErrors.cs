namespace Gateway.LambdaCompat.Http;

/// <summary>Every text with which the front refuses. Source: the guide, Gateway response types; function URLs as observed.</summary>
internal static class FrontErrors
{
    public static FrontError NotFound { get; } = new(404, "Not Found", null, "RESOURCE_NOT_FOUND");

    public static FrontError MissingToken { get; } = new(403, "Missing Authentication Token", "MissingAuthenticationTokenException", "MISSING_AUTHENTICATION_TOKEN");

    public static FrontError Forbidden { get; } = new(403, "Forbidden", "ForbiddenException", "ACCESS_DENIED");

    public static FrontError KeyInvalid { get; } = new(403, "Forbidden", "ForbiddenException", "INVALID_API_KEY");

    public static FrontError Unauthorized { get; } = new(401, "Unauthorized", "UnauthorizedException", "UNAUTHORIZED");

    public static FrontError Denied(bool isExplicit) =>
        new(403, isExplicit ? "User is not authorized to access this resource with an explicit deny" : "User is not authorized to access this resource", "AccessDeniedException", "ACCESS_DENIED") { MessageName = "Message" };

    public static FrontError AuthorizerBroken { get; } = new(500, null, "AuthorizerConfigurationException", "AUTHORIZER_CONFIGURATION_ERROR");

    /// <summary>HTTP APIs: the function failed, or answered what is no answer.</summary>
    public static FrontError HttpFailed { get; } = new(500, "Internal Server Error", null, "INTEGRATION_FAILURE");

    public static FrontError HttpTimedOut { get; } = new(503, "Service Unavailable", null, "INTEGRATION_TIMEOUT");

    /// <summary>REST APIs: the function failed, or answered what is no answer.</summary>
    public static FrontError RestFailed { get; } = new(502, "Internal server error", "InternalServerErrorException", "INTEGRATION_FAILURE");

    public static FrontError RestMisconfigured { get; } = new(500, "Internal server error", "InternalServerErrorException", "API_CONFIGURATION_ERROR");

    public static FrontError RestTimedOut { get; } = new(504, "Endpoint request timed out", "GatewayTimeoutException", "INTEGRATION_TIMEOUT");

    public static FrontError UrlForbidden { get; } =
        new(403, "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html", "AccessDeniedException", "ACCESS_DENIED") { MessageName = "Message" };

    public static FrontError UrlFailed { get; } = new(502, "Internal Server Error", null, "INTEGRATION_FAILURE") { IsBare = true };

    public static FrontError UrlThrottled { get; } = new(429, "Rate Exceeded.", "TooManyRequestsException", "THROTTLED") { MessageName = "Message" };

    public static FrontError TooLarge { get; } = new(413, "Request Too Long", "RequestTooLongException", "REQUEST_TOO_LARGE");

    public static FrontError Bug { get; } = new(500, "Internal server error", "InternalServerErrorException", "DEFAULT_5XX");
}
