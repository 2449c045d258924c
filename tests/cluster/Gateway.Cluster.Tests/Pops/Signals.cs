using System.Diagnostics;
using System.Globalization;

namespace Gateway.Cluster.Tests.Pops;

/// <summary>Signals to processes of PoPs, which say their numbers in their data folders.</summary>
internal static class Signals
{
    /// <param name="process">Its number.</param>
    /// <param name="signal">As <c>kill</c> knows it.</param>
    public static async Task SendAsync(int process, string signal)
    {
        using Process kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>The number of the process that runs over a folder; null while there is none, or it is just writing it.</summary>
    public static async Task<int?> ProcessOfAsync(string folder)
    {
        try
        {
            return int.TryParse(await File.ReadAllTextAsync(Path.Combine(folder, "process"), CancellationToken.None), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Waits until the process that runs over a folder has ended; the folder is free from then on.</summary>
    public static async Task GoneAsync(string folder, TimeSpan patience)
    {
        if (await ProcessOfAsync(folder) is not { } id) return;
        try
        {
            using Process running = Process.GetProcessById(id);
            await running.WaitForExitAsync(CancellationToken.None).WaitAsync(patience, TimeProvider.System, CancellationToken.None);
        }
        catch (ArgumentException)
        {
            return; // it has ended
        }
    }
}
