using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Model;

/// <summary>One python3 that answers each line with a line. Started once, asked often; it ends with this object, however the test ends.</summary>
internal sealed class ModelProcess : IDisposable
{
    /// <summary>Why tests that need python3 are skipped.</summary>
    public const string Missing = "python3 is not in the PATH: the document's executable model cannot be asked.";

    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly TimeSpan answerMax;
    private readonly StringBuilder errors = new();
    private readonly Lock gate = new();

    private ModelProcess(Process process, TimeSpan answerMax)
    {
        this.process = process;
        this.answerMax = answerMax;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (gate) errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Starts python3 in the folder of the model.</summary>
    /// <param name="arguments">What to run.</param>
    /// <param name="answerMax">How long an answer may take; then the process is ended.</param>
    /// <returns>Null if there is no python3.</returns>
    public static ModelProcess? TryStart(string[] arguments, TimeSpan answerMax)
    {
        ProcessStartInfo start = new("python3", ["-B", .. arguments])
        {
            WorkingDirectory = Repository.PathOf("tests/document-model"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["PYTHONHASHSEED"] = "0";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        try
        {
            return new ModelProcess(Process.Start(start)!, answerMax);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Sends a question. Its answer must be received before the next one is sent: neither side reads while it writes.</summary>
    public void Send(string line)
    {
        try
        {
            Bounded(() => process.StandardInput.Write(line + "\n"));
            Bounded(process.StandardInput.Flush);
        }
        catch (IOException)
        {
            throw Ended();
        }
    }

    /// <summary>The answer to what was sent.</summary>
    /// <exception cref="InvalidOperationException">The process crashed, with what it said; or it was ended because it did not answer.</exception>
    public string Receive()
    {
        string? answer = null;
        Bounded(() => answer = process.StandardOutput.ReadLine());
        return answer ?? throw Ended();
    }

    /// <summary>Says that nothing more comes, and waits until the process ends by itself.</summary>
    /// <returns>Its exit code, and what it said on standard error.</returns>
    public (int ExitCode, string Errors) Finish()
    {
        process.StandardInput.Close();
        Bounded(process.WaitForExit);
        return (process.ExitCode, Said());
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.WaitForExit(EndMax);
        process.Dispose();
    }

    private void Bounded(Action wait)
    {
        using Timer watchdog = new(_ => process.Kill(entireProcessTree: true), null, answerMax, Timeout.InfiniteTimeSpan);
        wait();
    }

    private InvalidOperationException Ended()
    {
        if (!process.WaitForExit(EndMax)) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return new InvalidOperationException($"The model ended with exit code {process.ExitCode} (137: it did not answer within {answerMax.TotalSeconds} s).{Environment.NewLine}{Said()}");
    }

    private string Said()
    {
        lock (gate) return errors.ToString();
    }
}
