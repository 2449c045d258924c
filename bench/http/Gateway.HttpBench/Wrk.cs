using System.Diagnostics;
using System.Globalization;

namespace Gateway.HttpBench;

/// <summary>Runs wrk against a server on loopback.</summary>
internal static class Wrk
{
    public static bool IsInstalled
    {
        get
        {
            try
            {
                using Process process = Start(["--version"]);
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                return true;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }

    /// <summary>One run.</summary>
    /// <exception cref="BenchException">wrk ended without a result.</exception>
    public static async Task<WrkResult> RunAsync(int port, string requests, int connections, double seconds, CancellationToken token)
    {
        int threads = Math.Min(connections, 2);
        string script = Path.Combine(Folders.Scripts, "replay.lua");
        using Process process = Start(
        [
            "-t", Text(threads), "-c", Text(connections), "-d", Text(seconds) + "s", "--timeout", "10s", "-s", script, $"http://127.0.0.1:{Text(port)}/", "--", requests, Text(port), Text(threads),
        ]);
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(token);
            string output = await process.StandardOutput.ReadToEndAsync(token);
            await process.WaitForExitAsync(token);
            string? line = output.Split('\n').FirstOrDefault(text => text.StartsWith("replay ", StringComparison.Ordinal));
            if (line is null) throw new BenchException($"wrk gave no result: {output} {await errors}");
            return Read([.. line.Split(' ')[1..].Select(word => long.Parse(word, CultureInfo.InvariantCulture))]);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    // requests, then microseconds: duration, p50, p99, max; then errors: connect, read, write, status, timeout.
    private static WrkResult Read(long[] figures) =>
        new(figures[0], figures[0] * 1e6 / figures[1], figures[2] / 1e3, figures[3] / 1e3, figures[4] / 1e3, figures[8], figures[5] + figures[6] + figures[7] + figures[9]);

    private static Process Start(string[] arguments) => Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
