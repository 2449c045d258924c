using System.Globalization;
using Gateway.LambdaCompat.Engine.Sandboxing;

namespace Gateway.LambdaCompat.Engine.Runtimes;

/// <summary>The environment variables of a function. Source: LAMBDA 5.33.</summary>
internal static class FunctionVariables
{
    private static readonly string[] AtStartOnly = ["NODE_EXTRA_CA_CERTS", "UV_THREADPOOL_SIZE", "AWS_LAMBDA_EXEC_WRAPPER", "SSL_CERT_FILE", "SSL_CERT_DIR", "OPENSSL_CONF"];

    /// <summary>True if a runtime must have some of these when it starts, so that one that has started already is of no use.</summary>
    public static bool NeedOwnStart(IReadOnlyDictionary<string, string> variables) => variables.Any(pair =>
        AtStartOnly.Contains(pair.Key) || (pair.Key == "NODE_OPTIONS" && pair.Value.Trim() is not ("" or "--enable-source-maps")) ||
        pair.Key.StartsWith("LD_", StringComparison.Ordinal) || pair.Key.StartsWith("PYTHON", StringComparison.Ordinal) || pair.Key.StartsWith("MALLOC_", StringComparison.Ordinal) ||
        pair.Key.StartsWith("LC_", StringComparison.Ordinal));

    /// <summary>What every runtime has, also before it knows its function.</summary>
    /// <param name="name">As <c>nodejs22.x</c>; empty before it is known.</param>
    public static Dictionary<string, string> Common(SandboxView view, RuntimeChoice runtime, string name, bool isWalled)
    {
        string path = isWalled ? "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin" : $"{Path.GetDirectoryName(runtime.Interpreter?.Path)}:/usr/local/bin:/usr/bin:/bin:{view.Layers}/bin".TrimStart(':');
        Dictionary<string, string> variables = new()
        {
            ["PATH"] = path,
            ["LANG"] = "en_US.UTF-8",
            ["TZ"] = ":UTC",
            ["LD_LIBRARY_PATH"] = isWalled ? "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib" : $"{view.Task}:{view.Task}/lib:{view.Layers}/lib",
            ["LAMBDA_TASK_ROOT"] = view.Task,
            ["LAMBDA_RUNTIME_DIR"] = view.Runtime,
        };
        if (!isWalled) variables["TMPDIR"] = view.Temporary;
        if (runtime.Family == RuntimeFamily.Node) variables["NODE_PATH"] = NodePath(view, runtime, name, isWalled);
        if (runtime.Family == RuntimeFamily.Python) variables["PYTHONDONTWRITEBYTECODE"] = "1";
        return variables;
    }

    /// <summary>All of them.</summary>
    public static Dictionary<string, string> All(EnvironmentSpec spec, SandboxView view, RuntimeChoice runtime, bool isWalled, FunctionCredentials credentials, EnvironmentSettings settings)
    {
        Dictionary<string, string> variables = Common(view, runtime, spec.Runtime, isWalled);
        variables["PWD"] = view.Task;
        variables["_HANDLER"] = spec.Handler;
        variables["AWS_REGION"] = variables["AWS_DEFAULT_REGION"] = spec.Region;
        variables["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId;
        variables["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey;
        variables["AWS_SESSION_TOKEN"] = credentials.SessionToken;
        variables["AWS_LAMBDA_FUNCTION_NAME"] = spec.FunctionName;
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = spec.Version;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = spec.MemoryMegabytes.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = spec.LogGroup;
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = settings.LogStream;
        variables["AWS_LAMBDA_RUNTIME_API"] = settings.RuntimeApi;
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = settings.IsProvisioned ? "provisioned-concurrency" : "on-demand";
        variables["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR";
        variables["AWS_XRAY_DAEMON_ADDRESS"] = "169.254.79.129:2000";
        variables["_AWS_XRAY_DAEMON_ADDRESS"] = "169.254.79.129";
        variables["_AWS_XRAY_DAEMON_PORT"] = "2000";
        if (runtime.Family != RuntimeFamily.Custom) variables["AWS_EXECUTION_ENV"] = "AWS_Lambda_" + spec.Runtime;
        if (settings.Endpoint is { } endpoint) variables["AWS_ENDPOINT_URL"] = endpoint;
        foreach ((string name, string value) in spec.Variables) variables[name] = value;
        return variables;
    }

    /// <summary>What Python looks through after the function's own folder.</summary>
    public static IReadOnlyList<string> PythonPath(SandboxView view, RuntimeChoice runtime, string name, bool isWalled)
    {
        string actual = "python" + string.Join('.', runtime.Interpreter!.Version.Split('.').Take(2));
        return [$"{view.Layers}/python/lib/{name}/site-packages", .. actual == name ? Array.Empty<string>() : [$"{view.Layers}/python/lib/{actual}/site-packages"], $"{view.Layers}/python", .. runtime.PythonSdk is { } sdk ? [isWalled ? "/var/runtime/python" : sdk] : Array.Empty<string>()];
    }

    private static string NodePath(SandboxView view, RuntimeChoice runtime, string name, bool isWalled)
    {
        string major = RuntimeChoice.MajorOf(name) is > 0 and int chosen ? $"{chosen}" : runtime.Interpreter!.Version.Split('.')[0];
        string sdk = isWalled ? "/var/runtime/node_modules" : runtime.NodeModules ?? view.Runtime + "/node_modules";
        return $"{view.Layers}/nodejs/node{major}/node_modules:{view.Layers}/nodejs/node_modules:{sdk}:{view.Runtime}:{view.Task}";
    }
}
