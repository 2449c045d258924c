using System.CommandLine;

namespace Gateway.Cli.Commands;

/// <summary>Commands that the server's program runs: the script <c>edgectl</c> hands them over.</summary>
internal static class ServerCommands
{
    /// <summary>What happens to one that comes here all the same.</summary>
    public static Func<ParseResult, int> Refuse(string name) => line =>
    {
        line.InvocationConfiguration.Error.WriteLine($"edgectl: '{name}' is run by the server's program; run it by the script edgectl at the root of the sources.");
        return (int)ExitCode.Failure;
    };
}
