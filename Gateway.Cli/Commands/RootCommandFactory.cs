using System.CommandLine;
using System.CommandLine.Help;

namespace Gateway.Cli.Commands;

/// <summary>Puts the command tree together: every command of edgectl is added here, and nowhere else.</summary>
internal static class RootCommandFactory
{
    public static Command Create()
    {
        // A plain Command, not a RootCommand: that one names itself after the running file, and help would show another name in tests.
        HelpOption help = new();
        Command root = new("edgectl", "The command line of EdgeGateway: AWS Lambda and DynamoDB stacks at the edge.")
        {
            help,
            new VersionOption { Description = "Show the version", Action = new PrintVersion() },
            UpCommandFactory.Create(),
            KeysCommandFactory.Create(TimeProvider.System),
            BackupCommandFactory.Create(),
            RestoreCommandFactory.Create(),
            LogsCommandFactory.Create(TimeProvider.System),
            PopsCommandFactory.Create(TimeProvider.System),
        };
        help.Description = "Show help and usage";
        root.SetAction(line => ((HelpAction)help.Action!).Invoke(line)); // no argument: help is what one needs then
        return root;
    }
}
