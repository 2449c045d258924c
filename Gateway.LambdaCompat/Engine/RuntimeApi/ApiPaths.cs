namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>Where the Runtime API and the Extensions API lie.</summary>
internal static class ApiPaths
{
    public const string Next = "/2018-06-01/runtime/invocation/next";
    public const string InvocationPrefix = "/2018-06-01/runtime/invocation/";
    public const string InitError = "/2018-06-01/runtime/init/error";
    public const string ExtensionRegister = "/2020-01-01/extension/register";
    public const string ExtensionNext = "/2020-01-01/extension/event/next";
    public const string ExtensionInitError = "/2020-01-01/extension/init/error";
    public const string ExtensionExitError = "/2020-01-01/extension/exit/error";
    public const string Logs = "/2020-08-15/logs";
    public const string Telemetry = "/2022-07-01/telemetry";

    /// <summary>Ours: a started runtime asks which function it is to be. On descriptor 3 only.</summary>
    public const string Environment = "/edge/environment";
}
