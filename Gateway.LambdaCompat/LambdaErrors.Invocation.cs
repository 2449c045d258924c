using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat;

/// <content>Invocations and event source mappings.</content>
internal static partial class LambdaErrors
{
    public const string ReservedLimit = "ReservedFunctionConcurrentInvocationLimitExceeded";

    public const string AccountLimit = "ConcurrentInvocationLimitExceeded";

    /// <summary>Why nothing ran: the package has not come yet.</summary>
    public const string Pending = "Pending";

    /// <summary>Source: doc functions-states.</summary>
    public static WireException FunctionPending() => Conflict("The operation cannot be performed at this time. The function is currently in the following state: Pending");

    public static WireException Throttled(string reason)
    {
        if (reason == Pending) return FunctionPending();
        WireError error = Of("TooManyRequestsException", "Rate Exceeded.").Error;
        return new WireException(error with { Members = [KeyValuePair.Create("Reason", reason)], Headers = [KeyValuePair.Create("Retry-After", "1")] });
    }

    public static WireException Recursive() => Of("RecursiveInvocationException", "Lambda has detected your function being invoked in a recursive loop and stopped your function's invocation.");

    public static WireException BadClientContext() => Of("InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");

    public static WireException MappingFunctionMissing() => InvalidParameter("Function does not exist");

    public static WireException UnknownEventSource() => InvalidParameter("Unrecognized event source.");

    public static WireException EventSourceNotOffered(string service) => InvalidParameter($"Event sources of {service} are not supported in this region.");

    public static WireException StartingPositionMissing() =>
        InvalidParameter("1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.");

    public static WireException StartingPositionUnsupported(string arn) => InvalidParameter($"Unsupported starting position for arn type: {arn}");

    public static WireException BadFilter() => InvalidParameter("Invalid filter pattern definition.");

    public static WireException StreamMissing(string arn) => InvalidParameter($"Stream not found: {arn}");

    public static WireException MappingExists(string streamArn, string name, string uuid) => Conflict(
        $"The event source arn (\" {streamArn} \") and function (\" {name} \") provided mapping already exists. Please update or delete the existing mapping with UUID {uuid}");

    public static WireException BatchWithoutWindow() => InvalidParameter("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");

    public static WireException TooManyFilters() => InvalidParameter("Filter count exceeds the limit of 10.");
}
