using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Gateway.Cli.Commands;

/// <summary><c>edgectl --version</c>: one line, the name and the version of the build.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        string? version = typeof(PrintVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        parseResult.InvocationConfiguration.Output.WriteLine($"edgectl {version}");
        return (int)ExitCode.Success;
    }
}
