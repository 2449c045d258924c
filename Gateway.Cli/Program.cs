using System.CommandLine;
using Gateway.Cli.Commands;

namespace Gateway.Cli;

/// <summary>The entry of <c>edgectl</c>: parses the command line, runs one command, answers with its exit code.</summary>
internal static class Program
{
    private static int Main(string[] arguments) => Run(arguments, Console.Out, Console.Error);

    /// <summary>One whole run of edgectl.</summary>
    /// <param name="arguments">As the shell passes them, without the name of the program.</param>
    /// <param name="output">Takes the data that was asked for.</param>
    /// <param name="error">Takes everything else: progress, warnings, errors.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult line = RootCommandFactory.Create().Parse(arguments);
        if (UsageErrors.Report(line, error)) return (int)ExitCode.Usage;

        return line.Invoke(new InvocationConfiguration { Output = output, Error = error });
    }
}
