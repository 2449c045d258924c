using System.Diagnostics;

namespace Gateway.LambdaCompat.Engine.Runtimes;

/// <summary>A Node or a Python of this machine.</summary>
/// <param name="Path">The program itself, links resolved.</param>
/// <param name="Folder">What must be visible for it to run, if it does not lie below /usr.</param>
/// <param name="Version">As <c>20.20.2</c>.</param>
internal sealed record Interpreter(string Path, string? Folder, string Version)
{
    private const int PatienceMilliseconds = 10_000;

    /// <summary>Asks the program where it lies: what the path finds may be a script that chooses among several.</summary>
    /// <returns>Null if it does not run.</returns>
    public static Interpreter? Find(string? path, RuntimeFamily family)
    {
        string program = path ?? (family == RuntimeFamily.Node ? "node" : "python3");
        string[] question = family == RuntimeFamily.Node
            ? ["-e", "console.log(process.execPath + '\\n' + process.execPath.replace(/\\/bin\\/[^/]*$/, '') + '\\n' + process.versions.node)"]
            : ["-I", "-c", "import sys, os; print(os.path.realpath(sys.executable)); print(sys.base_prefix); print('.'.join(map(str, sys.version_info[:3])))"];
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, question) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (!process.WaitForExit(PatienceMilliseconds) || process.ExitCode != 0 || lines.Length < 3) return null;
            return new Interpreter(lines[0], lines[1] == "/usr" || lines[1].StartsWith("/usr/", StringComparison.Ordinal) ? null : lines[1], lines[2]);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
