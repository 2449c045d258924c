using System.Text.Json;
using Gateway.LambdaCompat.Operations;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Provisioned concurrency belongs to a published version or to an alias of one.</summary>
internal static class ProvisionedRules
{
    /// <summary>The function and qualifier of a request; refused if they can have none.</summary>
    public static (FunctionRecord Function, string Qualifier) Find(FunctionCatalog functions, LambdaCall call)
    {
        FunctionAddress address = call.QualifiedAddress();
        (FunctionRecord function, VersionRecord version) = functions.GetVersion(call, address);
        if (version.Version == "$LATEST") throw LambdaErrors.ProvisionedLatest();
        return (function, address.Qualifier!);
    }

    /// <summary>Refuses an alias that shares its calls between versions.</summary>
    public static void RequireOneVersion(FunctionRecord function, string qualifier)
    {
        if (function.FindAlias(qualifier)?.AdditionalVersion is not null) throw LambdaErrors.ProvisionedWithWeights();
    }

    /// <summary>Writes the members of an answer, without the braces.</summary>
    public static void WriteMembers(Utf8JsonWriter json, ProvisionedRecord provisioned)
    {
        json.WriteNumber("RequestedProvisionedConcurrentExecutions"u8, provisioned.Requested);
        json.WriteNumber("AvailableProvisionedConcurrentExecutions"u8, provisioned.Ready);
        json.WriteNumber("AllocatedProvisionedConcurrentExecutions"u8, provisioned.Ready);
        json.WriteString("Status"u8, provisioned.Status);
        if (provisioned.StatusReason is { } reason) json.WriteString("StatusReason"u8, reason);
        json.WriteString("LastModified"u8, WireTime.Lambda(provisioned.LastModified));
    }
}
