using System.Text.Json;
using Gateway.LambdaCompat.Operations;
using Gateway.Wire.Answers;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Functions;

/// <summary>How asynchronous invocations are set to end.</summary>
internal static class EventInvokeRules
{
    /// <summary>The key of a request's configuration among those of the function.</summary>
    public static string KeyOf(FunctionAddress address) => address.Qualifier ?? "$LATEST";

    /// <summary>Takes over what a request sets; what it does not name stays.</summary>
    public static EventInvokeRecord Apply(EventInvokeRecord before, LambdaCall call, FunctionAddress address, FunctionCatalog functions)
    {
        WireInput input = call.Input;
        WireInput? destinations = input.Structure("DestinationConfig");
        if (!input.Has("MaximumRetryAttempts") && !input.Has("MaximumEventAgeInSeconds") && destinations is null) throw LambdaErrors.EventInvokeEmpty();
        return before with
        {
            MaximumRetryAttempts = input.Int("MaximumRetryAttempts") ?? before.MaximumRetryAttempts,
            MaximumEventAgeSeconds = input.Int("MaximumEventAgeInSeconds") ?? before.MaximumEventAgeSeconds,
            OnSuccess = destinations?.Structure("OnSuccess") is { } success ? CheckedDestination(success.Text("Destination"), call, address, functions) : before.OnSuccess,
            OnFailure = destinations?.Structure("OnFailure") is { } failure ? CheckedDestination(failure.Text("Destination"), call, address, functions) : before.OnFailure,
        };
    }

    /// <summary>Writes a configuration.</summary>
    public static void Write(Utf8JsonWriter json, FunctionRecord function, string qualifier, EventInvokeRecord config)
    {
        json.WriteStartObject();
        json.WriteNumber("LastModified"u8, WireTime.Seconds(config.LastModified));
        json.WriteString("FunctionArn"u8, $"{function.Arn}:{qualifier}");
        if (config.MaximumRetryAttempts is { } attempts) json.WriteNumber("MaximumRetryAttempts"u8, attempts);
        if (config.MaximumEventAgeSeconds is { } age) json.WriteNumber("MaximumEventAgeInSeconds"u8, age);
        json.WriteStartObject("DestinationConfig"u8);
        WriteDestination(json, "OnSuccess"u8, config.OnSuccess);
        WriteDestination(json, "OnFailure"u8, config.OnFailure);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes a destination, which may be none.</summary>
    public static void WriteDestination(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? destination)
    {
        json.WriteStartObject(name);
        if (destination is not null) json.WriteString("Destination"u8, destination);
        json.WriteEndObject();
    }

    /// <summary>Refuses a function that is not there, or that is the very one.</summary>
    public static string? CheckedDestination(string? arn, LambdaCall call, FunctionAddress address, FunctionCatalog functions)
    {
        if (arn is null or "") return null;
        if (!arn.StartsWith("arn:aws:lambda:", StringComparison.Ordinal)) return arn;
        FunctionAddress? target = FunctionAddress.Parse(arn);
        if (target?.Region is null || target.AccountId is null) throw LambdaErrors.DestinationInvalid(arn);
        if (target.Name == address.Name && target.AccountId == call.AccountId && target.Region == call.Region) throw LambdaErrors.DestinationItself();
        return functions.Find(target.AccountId, target.Region, target.Name)?.Resolve(target.Qualifier) is not null ? arn : throw LambdaErrors.DestinationInvalid(arn);
    }
}
