using System.Diagnostics;
using Gateway.Testing;

namespace Gateway.Clients.Tests;

/// <summary>One run of a script: its lines on standard output, all of its standard error, and how it ended.</summary>
internal sealed record ClientRun(string[] Lines, string Errors, int ExitCode)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end; one that takes too long is ended.</summary>
    public static async Task<ClientRun> OfAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (string variable in (string[])["AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_SESSION_TOKEN", "HTTP_PROXY", "http_proxy"]) start.Environment.Remove(variable);
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";

        using Process process = Process.Start(start)!;
        using CancellationTokenSource tooLong = new(Patience, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, TestContext.Current.CancellationToken);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return new ClientRun((await output).Split('\n', StringSplitOptions.RemoveEmptyEntries), await errors, process.ExitCode);
    }

    /// <summary>Every check said <c>ok</c>, the script came to its last line, and it ended well.</summary>
    public void AssertAllOk(int checks)
    {
        string all = $"{string.Join('\n', Lines)}\n{Errors}";
        Assert.True(ExitCode == 0 && Lines.Length > 0 && Lines[^1] == "done", all);
        Assert.All(Lines[..^1], line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.Equal(checks, Lines.Length - 1);
    }

    /// <summary>The path of a script beside this project.</summary>
    public static string Script(string name) => Repository.PathOf($"tests/clients/{name}");
}
