using System.Text.Json;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Operations;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Layers;

/// <summary>Writes versions of layers as Lambda answers them.</summary>
internal static class LayerWriter
{
    /// <summary>A version with a link to what is in it.</summary>
    public static void WriteWhole(LambdaServices services, LambdaCall call, int status, LayerRecord layer, LayerVersionRecord version) => call.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("Content"u8);
        json.WriteString("Location"u8, services.DownloadUrl(call, version.CodeHash));
        json.WriteString("CodeSha256"u8, Convert.ToBase64String(Convert.FromHexString(version.CodeHash)));
        json.WriteNumber("CodeSize"u8, version.CodeSize);
        json.WriteEndObject();
        json.WriteString("LayerArn"u8, layer.Arn);
        WriteMembers(json, layer, version);
        json.WriteEndObject();
    });

    /// <summary>What lists show of a version, without the braces.</summary>
    public static void WriteMembers(Utf8JsonWriter json, LayerRecord layer, LayerVersionRecord version)
    {
        json.WriteString("LayerVersionArn"u8, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{layer.Arn}:{version.Version}"));
        json.WriteNumber("Version"u8, version.Version);
        json.WriteString("Description"u8, version.Description);
        json.WriteString("CreatedDate"u8, WireTime.Lambda(version.CreatedAt));
        if (version.Runtimes is { } runtimes) FunctionWriter.WriteTexts(json, "CompatibleRuntimes"u8, runtimes);
        if (version.Architectures is { } architectures) FunctionWriter.WriteTexts(json, "CompatibleArchitectures"u8, architectures);
        if (version.License is { } license) json.WriteString("LicenseInfo"u8, license);
    }

    /// <summary>Whether a version fits what a list asks for.</summary>
    public static bool Fits(LayerVersionRecord version, LambdaCall call) =>
        (call.Input.Text("CompatibleRuntime") is not { } runtime || version.Runtimes?.Contains(runtime) == true)
        && (call.Input.Text("CompatibleArchitecture") is not { } architecture || version.Architectures?.Contains(architecture) == true);
}
