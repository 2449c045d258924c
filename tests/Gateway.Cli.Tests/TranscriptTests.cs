using System.CommandLine.Parsing;
using System.Text;
using Gateway.Testing;

namespace Gateway.Cli.Tests;

/// <summary>Replays the sessions in <c>Transcripts/</c> and compares them whole. The form of a session:
/// <code>
/// $ edgectl --version        a command line; quotes as in a shell
/// edgectl 0.1.0              its standard output, then
/// ! a warning                its standard error, each line behind "! "
/// [exit 0]                   its exit code
/// </code>
/// With <c>EDGE_ACCEPT=1</c> the files are written anew from what edgectl says now: read the difference before you keep it.</summary>
public sealed class TranscriptTests
{
    private const string Folder = "tests/Gateway.Cli.Tests/Transcripts/";
    private const string Prompt = "$ edgectl";

    public static TheoryData<string> Sessions => [.. Repository.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal)).Select(file => file[Folder.Length..])];

    [Theory]
    [MemberData(nameof(Sessions))]
    public void A_session_shows_what_its_transcript_shows(string session)
    {
        string expected = Repository.Read(Folder + session);

        string actual = Replay(expected);

        if (Environment.GetEnvironmentVariable("EDGE_ACCEPT") == "1")
        {
            File.WriteAllText(Repository.PathOf(Folder + session), actual);
            return;
        }

        Assert.True(expected == actual, $"{Folder}{session} differs. edgectl says now:\n\n{actual}\nThe transcript says:\n\n{expected}");
    }

    private static string Replay(string transcript)
    {
        string[] commands = [.. transcript.Split('\n').Where(line => line == Prompt || line.StartsWith(Prompt + " ", StringComparison.Ordinal))];
        Assert.NotEmpty(commands);
        return string.Join("\n", commands.Select(Run));
    }

    private static string Run(string command)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };

        int exitCode = Program.Run([.. CommandLineParser.SplitCommandLine(command[Prompt.Length..])], output, error);

        StringBuilder session = new($"{command}\n{output}");
        foreach (string line in error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)) session.Append($"! {line}\n");
        return session.Append($"[exit {exitCode}]\n").ToString();
    }
}
