using System.Diagnostics;

namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>The machine's bubblewrap.</summary>
/// <param name="Path">Its program.</param>
/// <param name="DisablesUserNamespaces">It can keep what is inside from making namespaces of its own (0.8).</param>
internal sealed record Bubblewrap(string Path, bool DisablesUserNamespaces)
{
    /// <summary>Looks for it.</summary>
    /// <returns>Null if it is not on the path, or does not run.</returns>
    public static Bubblewrap? Find()
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/bin"];
        if (folders.Select(folder => System.IO.Path.Combine(folder, "bwrap")).FirstOrDefault(File.Exists) is not { } path) return null;
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(path, ["--help"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string help = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new Bubblewrap(path, help.Contains("--disable-userns ", StringComparison.Ordinal));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
