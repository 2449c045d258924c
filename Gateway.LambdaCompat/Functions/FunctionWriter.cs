using System.Text.Json;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Writes a function's configuration as Lambda answers it.</summary>
internal static class FunctionWriter
{
    /// <summary>Writes the members of a configuration, without the braces.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="function">The function.</param>
    /// <param name="version">Which version of it.</param>
    /// <param name="arn">With the qualifier that the answer shows.</param>
    /// <param name="view">What is said of its state.</param>
    public static void WriteMembers(Utf8JsonWriter json, FunctionRecord function, VersionRecord version, string arn, StateView view)
    {
        json.WriteString("FunctionName"u8, function.Name);
        json.WriteString("FunctionArn"u8, arn);
        json.WriteString("Runtime"u8, version.Runtime);
        json.WriteString("Role"u8, version.Role);
        json.WriteString("Handler"u8, version.Handler);
        json.WriteNumber("CodeSize"u8, version.CodeSize);
        json.WriteString("Description"u8, version.Description);
        json.WriteNumber("Timeout"u8, version.TimeoutSeconds);
        json.WriteNumber("MemorySize"u8, version.MemoryMegabytes);
        json.WriteString("LastModified"u8, WireTime.Lambda(version.LastModified));
        json.WriteString("CodeSha256"u8, version.CodeSha256);
        json.WriteString("Version"u8, version.Version);
        WriteOptional(json, version);
        json.WriteStartObject("TracingConfig"u8);
        json.WriteString("Mode"u8, version.TracingMode);
        json.WriteEndObject();
        json.WriteString("RevisionId"u8, version.RevisionId);
        WriteState(json, view);
        json.WriteString("PackageType"u8, "Zip"u8);
        WriteTexts(json, "Architectures"u8, version.Architectures);
        json.WriteStartObject("EphemeralStorage"u8);
        json.WriteNumber("Size"u8, version.EphemeralStorageMegabytes);
        json.WriteEndObject();
        json.WriteStartObject("SnapStart"u8);
        json.WriteString("ApplyOn"u8, version.SnapStart);
        json.WriteString("OptimizationStatus"u8, "Off"u8);
        json.WriteEndObject();
        json.WriteStartObject("RuntimeVersionConfig"u8);
        json.WriteString("RuntimeVersionArn"u8, Runtimes.VersionArn(function.Region, version.Runtime));
        json.WriteEndObject();
        WriteLogging(json, version, function.Name);
    }

    /// <summary>Writes a list of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, VersionRecord version)
    {
        if (version.Vpc is { } vpc)
        {
            json.WriteStartObject("VpcConfig"u8);
            WriteTexts(json, "SubnetIds"u8, vpc.SubnetIds);
            WriteTexts(json, "SecurityGroupIds"u8, vpc.SecurityGroupIds);
            json.WriteString("VpcId"u8, vpc.SubnetIds.Count == 0 ? "" : "vpc-00000000");
            json.WriteBoolean("Ipv6AllowedForDualStack"u8, vpc.AllowsIpv6 ?? false);
            json.WriteEndObject();
        }

        if (version.DeadLetterArn is { } deadLetter)
        {
            json.WriteStartObject("DeadLetterConfig"u8);
            json.WriteString("TargetArn"u8, deadLetter);
            json.WriteEndObject();
        }

        if (version.Variables is { } variables)
        {
            json.WriteStartObject("Environment"u8);
            json.WriteStartObject("Variables"u8);
            foreach ((string name, string value) in variables) json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (version.KmsKeyArn is { } key) json.WriteString("KMSKeyArn"u8, key);
        if (version.Layers.Count > 0)
        {
            json.WriteStartArray("Layers"u8);
            foreach (LayerReference layer in version.Layers)
            {
                json.WriteStartObject();
                json.WriteString("Arn"u8, layer.Arn);
                json.WriteNumber("CodeSize"u8, layer.CodeSize);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (version.FileSystems.Count > 0)
        {
            json.WriteStartArray("FileSystemConfigs"u8);
            foreach (FileSystemSettings system in version.FileSystems)
            {
                json.WriteStartObject();
                json.WriteString("Arn"u8, system.Arn);
                json.WriteString("LocalMountPath"u8, system.LocalMountPath);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private static void WriteState(Utf8JsonWriter json, StateView view)
    {
        switch (view)
        {
            case StateView.Creating:
                json.WriteString("State"u8, "Pending"u8);
                json.WriteString("StateReason"u8, "The function is being created."u8);
                json.WriteString("StateReasonCode"u8, "Creating"u8);
                break;
            case StateView.Updating:
                json.WriteString("State"u8, "Active"u8);
                json.WriteString("LastUpdateStatus"u8, "InProgress"u8);
                json.WriteString("LastUpdateStatusReason"u8, "The function is being created."u8);
                json.WriteString("LastUpdateStatusReasonCode"u8, "Creating"u8);
                break;
            case StateView.Active:
                json.WriteString("State"u8, "Active"u8);
                json.WriteString("LastUpdateStatus"u8, "Successful"u8);
                break;
        }
    }

    private static void WriteLogging(Utf8JsonWriter json, VersionRecord version, string functionName)
    {
        json.WriteStartObject("LoggingConfig"u8);
        json.WriteString("LogFormat"u8, version.Logging.Format);
        if (version.Logging.ApplicationLevel is { } application) json.WriteString("ApplicationLogLevel"u8, application);
        if (version.Logging.SystemLevel is { } system) json.WriteString("SystemLogLevel"u8, system);
        json.WriteString("LogGroup"u8, version.LogGroupOf(functionName));
        json.WriteEndObject();
    }
}
