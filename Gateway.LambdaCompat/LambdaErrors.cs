using System.Globalization;
using Gateway.Wire.Answers;
using Gateway.Wire.Models;

namespace Gateway.LambdaCompat;

/// <summary>Lambda's errors: every text that leaves on the wire when something is refused. Source: answers of the service, recorded in November 2025.</summary>
internal static partial class LambdaErrors
{
    /// <summary>An error of the model, spelled as the model says.</summary>
    public static WireException Of(string code, string? message)
    {
        ErrorShape shape = ServiceModel.Lambda.FindError(code) ?? new ErrorShape(code, 400, "message", HasType: true);
        return new WireException(new WireError(shape.Status, code, message) { MessageName = shape.MessageName, Type = shape.HasType ? "User" : null });
    }

    /// <summary>A violated constraint of the model, or what is said like one.</summary>
    public static WireException Validation(string message) => new(WireErrors.Validation(message));

    public static WireException InvalidParameter(string message) => Of("InvalidParameterValueException", message);

    /// <summary>Some quotas are told without whose fault it is.</summary>
    public static WireException InvalidParameterUntyped(string message) => new(new WireError(400, "InvalidParameterValueException", message));

    public static WireException NotFound(string message) => Of("ResourceNotFoundException", message);

    public static WireException Conflict(string message) => Of("ResourceConflictException", message);

    public static WireException Precondition(string message) => Of("PreconditionFailedException", message);

    /// <summary>What most things that are not there answer.</summary>
    public static WireException ResourceMissing() => NotFound("The resource you requested does not exist.");

    public static WireException FunctionMissing(string arn) => NotFound($"Function not found: {arn}");

    public static WireException OtherRegion(string other, string here) => NotFound($"Functions from '{other}' are not reachable in this region ('{here}')");

    public static WireException AccessDenied() => new(new WireError(403, "AccessDeniedException", "") { MessageName = "Message" });

    public static WireException UnknownPath() =>
        new(new WireError(403, "AccessDeniedException", "Unable to determine service/operation name to be authorized") { MessageName = "Message" });

    public static WireException QualifiersDiffer() => InvalidParameter("The derived qualifier from the function name does not match the specified qualifier.");

    public static WireException FunctionExists(string name) => Conflict($"Function already exist: {name}");

    public static WireException StaleRevision() => Precondition("The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");

    public static WireException StalePolicyRevision() => Precondition("The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id");

    public static WireException StaleLayerRevision() => Precondition("The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id");

    /// <summary>What the service answers while its own machinery is not in reach; SDKs try again.</summary>
    public static WireException NoNumber() => Of("ServiceException", "The Lambda service encountered an internal error. Versions are numbered by the central PoP, which is not in reach.");

    /// <summary>This PoP takes over what others have; SDKs try again.</summary>
    public static WireException TakesNoWrites() => Of("ServiceException", "The Lambda service encountered an internal error. This PoP does not take changes now.");

    public static WireException UpdateInProgress(string arn) => Conflict($"The operation cannot be performed at this time. An update is in progress for resource: {arn}");

    public static WireException TooLarge(string operation, long bytes) => EntityTooLarge($"Request must be smaller than {bytes} bytes for the {operation} operation");

    public static WireException EventTooLarge(long bytes, long max) => EntityTooLarge($"{bytes} byte payload is too large for the Event invocation type (limit {max} bytes)");

    public static WireException BadJson(string detail) => Of("InvalidRequestContentException", $"Could not parse request body into json: {detail}");

    public static WireException BadPageToken() => InvalidParameter("Invalid marker.");

    /// <summary>A feature that a PoP does not have.</summary>
    public static WireException NotOffered(string what) => InvalidParameter($"{what} is not supported in this region.");

    /// <summary>On the wire the error has another name than in the model.</summary>
    private static WireException EntityTooLarge(FormattableString message) =>
        new(Of("RequestTooLargeException", message.ToString(CultureInfo.InvariantCulture)).Error with { Code = "RequestEntityTooLargeException" });
}
