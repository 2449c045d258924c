using System.CommandLine;
using System.CommandLine.Help;

namespace Gateway.Cli.Commands;

/// <summary>Says what was wrong with a command line: all of it, short, and where to look next.</summary>
internal static class UsageErrors
{
    /// <returns>True when there was something to report; the command must not run then.</returns>
    public static bool Report(ParseResult line, TextWriter error)
    {
        if (line.Errors.Count == 0 || line.Action is HelpAction) return false; // whoever asks for help gets it

        foreach (string message in Messages(line))
        {
            error.WriteLine($"edgectl: {message}");
        }

        error.WriteLine($"Run '{PathOf(line.CommandResult.Command)} --help' to see what there is.");
        return true;
    }

    private static IEnumerable<string> Messages(ParseResult line)
    {
        if (line.UnmatchedTokens is [string first, ..] && !first.StartsWith('-')) return [$"unknown command '{first}'"];
        if (line.UnmatchedTokens.Count > 0) return line.UnmatchedTokens.Where(token => token.StartsWith('-')).Select(token => $"unknown option '{token}'");

        return line.Errors.Select(found => found.Message).Distinct();
    }

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : command.Name;
}
