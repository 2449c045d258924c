using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.LambdaCompat.Engine.Output;

/// <summary>The lines that Lambda itself writes, to the letter: tools parse them. Source: LAMBDA 5.29.</summary>
internal static class LogLines
{
    public static string InitStart(EnvironmentSpec spec, string runtimeVersion) =>
        $"INIT_START Runtime Version: {runtimeVersion}\tRuntime Version ARN: arn:aws:lambda:{spec.Region}::runtime:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(runtimeVersion)))}\n";

    public static string InitReport(TimeSpan duration, string phase, string status, string? errorType) =>
        $"INIT_REPORT Init Duration: {Milliseconds(duration)} ms\tPhase: {phase}\tStatus: {status}{(errorType is null ? "" : $"\tError Type: {errorType}")}\n";

    public static string Start(string requestId, string version) => $"START RequestId: {requestId} Version: {version}\n";

    public static string End(string requestId) => $"END RequestId: {requestId}\n";

    /// <param name="init">Null if this was no cold start.</param>
    /// <param name="status">Null, <c>error</c> or <c>timeout</c>.</param>
    public static string Report(string requestId, TimeSpan duration, int memoryMegabytes, int usedMegabytes, TimeSpan? init, string? status, string? errorType)
    {
        string initText = init is { } cold ? $"Init Duration: {Milliseconds(cold)} ms\t" : "";
        string statusText = status is null ? "" : errorType is null || status == "timeout" ? $"Status: {status}" : $"Status: {status}\tError Type: {errorType}";
        return string.Create(CultureInfo.InvariantCulture, $"REPORT RequestId: {requestId}\tDuration: {Milliseconds(duration)} ms\tBilled Duration: {Math.Ceiling(duration.TotalMilliseconds):F0} ms\tMemory Size: {memoryMegabytes} MB\tMax Memory Used: {usedMegabytes} MB\t{initText}{statusText}\n");
    }

    private static string Milliseconds(TimeSpan duration) => duration.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
