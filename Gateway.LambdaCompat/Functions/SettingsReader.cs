using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.LambdaCompat.Layers;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Takes over what a request sets of a function's configuration; what it does not name stays.</summary>
internal sealed class SettingsReader(LayerCatalog layers)
{
    private const int LayersMax = 5;
    private const int VariablesBytesMax = 4096;

    private static readonly string[] Reserved =
    [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ];

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Applies CreateFunction's and UpdateFunctionConfiguration's members.</summary>
    /// <param name="version">What was.</param>
    /// <param name="input">The request.</param>
    /// <param name="accountId">The tenant.</param>
    /// <param name="region">As <c>us-east-1</c>.</param>
    public VersionRecord Apply(VersionRecord version, WireInput input, string accountId, string region)
    {
        if (input.Text("Runtime") is { } runtime) version = version with { Runtime = CheckedRuntime(runtime) };
        if (input.Text("Role") is { } role) version = version with { Role = role };
        if (input.Text("Handler") is { } handler) version = version with { Handler = handler };
        if (input.Text("Description") is { } description) version = version with { Description = description };
        if (input.Int("Timeout") is { } timeout) version = version with { TimeoutSeconds = timeout };
        if (input.Int("MemorySize") is { } memory) version = version with { MemoryMegabytes = memory };
        if (input.Structure("EphemeralStorage")?.Int("Size") is { } storage) version = version with { EphemeralStorageMegabytes = storage };
        if (input.Structure("Environment") is { } environment) version = version with { Variables = CheckedVariables(environment) };
        if (input.Structure("TracingConfig")?.Text("Mode") is { } mode) version = version with { TracingMode = mode };
        if (input.Text("KMSKeyArn") is { } key) version = version with { KmsKeyArn = key.Length == 0 ? null : key };
        if (input.Structure("DeadLetterConfig") is { } deadLetter) version = version with { DeadLetterArn = deadLetter.Text("TargetArn") is { Length: > 0 } arn ? arn : null };
        if (input.Structure("SnapStart")?.Text("ApplyOn") is { } applyOn) version = version with { SnapStart = applyOn };
        if (input.Texts("Layers") is { } arns) version = version with { Layers = LayersOf(arns, accountId, region) };
        if (input.Structure("LoggingConfig") is { } logging) version = version with { Logging = LoggingOf(version.Logging, logging) };
        if (input.Structures("FileSystemConfigs") is { } systems)
        {
            version = version with { FileSystems = [.. systems.Select(system => new FileSystemSettings(system.Required("Arn"), system.Required("LocalMountPath")))] };
        }

        if (input.Structure("VpcConfig") is { } vpc)
        {
            version = version with { Vpc = new VpcSettings(vpc.Texts("SubnetIds") ?? version.Vpc?.SubnetIds ?? [], vpc.Texts("SecurityGroupIds") ?? version.Vpc?.SecurityGroupIds ?? [], vpc.Flag("Ipv6AllowedForDualStack") ?? version.Vpc?.AllowsIpv6) };
        }

        return version;
    }

    private static string CheckedRuntime(string runtime)
    {
        if (Runtimes.IsRetired(runtime)) throw LambdaErrors.RetiredRuntime(runtime);
        return Runtimes.IsKnown(runtime) ? runtime : throw LambdaErrors.UnknownRuntime(runtime);
    }

    private static OrderedDictionary<string, string>? CheckedVariables(WireInput environment)
    {
        if (environment.TextMap("Variables") is not { } variables) return null;
        List<string> reserved = [.. Reserved.Where(variables.ContainsKey)];
        if (reserved.Count > 0) throw LambdaErrors.ReservedVariables(reserved);
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Relaxed))
        {
            json.WriteStartObject();
            foreach ((string name, string value) in variables) json.WriteString(name, value);
            json.WriteEndObject();
        }

        return bytes.Length <= VariablesBytesMax ? variables : throw LambdaErrors.EnvironmentTooLarge(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static LogSettings LoggingOf(LogSettings before, WireInput logging)
    {
        string format = logging.Text("LogFormat") ?? before.Format;
        bool isJson = format == "JSON";
        return new LogSettings
        {
            Format = format,
            ApplicationLevel = isJson ? logging.Text("ApplicationLogLevel") ?? before.ApplicationLevel ?? "INFO" : null,
            SystemLevel = isJson ? logging.Text("SystemLogLevel") ?? before.SystemLevel ?? "INFO" : null,
            Group = logging.Text("LogGroup") ?? before.Group,
        };
    }

    private List<LayerReference> LayersOf(IReadOnlyList<string> arns, string accountId, string region)
    {
        if (arns.Count > LayersMax) throw LambdaErrors.TooManyLayers();
        List<LayerReference> references = [];
        foreach (string arn in arns)
        {
            string layer = arn[..arn.LastIndexOf(':')];
            if (references.FirstOrDefault(other => other.Arn[..other.Arn.LastIndexOf(':')] == layer) is { } twin) throw LambdaErrors.TwoVersionsOfLayer(twin.Arn, arn); // also one version twice
            LayerVersionRecord version = layers.FindByVersionArn(arn, accountId, region) ?? throw LambdaErrors.LayerMissing(arn);
            references.Add(new LayerReference(arn, version.CodeHash, version.CodeSize));
        }

        return references;
    }
}
