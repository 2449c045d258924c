using System.CommandLine;

namespace Gateway.Cli.Commands;

/// <summary><c>edgectl backup</c>: only its help is here, as for <see cref="RestoreCommandFactory"/>.</summary>
internal static class BackupCommandFactory
{
    public static Command Create() => new("backup", "Look at the backups in a directory")
    {
        Action("list", "Show what can be restored: from when to when, which tables, how large"),
        Action("verify", "Read every byte, and say what is damaged or missing"),
    };

    private static Command Action(string name, string description)
    {
        Command action = new(name, description)
        {
            new Argument<string>("directory") { Description = "The directory of the backup", Arity = ArgumentArity.ZeroOrOne },
            new Option<string>("--output") { Description = "How to print the answer", HelpName = "text|json", DefaultValueFactory = _ => "text" },
        };
        action.SetAction(ServerCommands.Refuse("backup"));
        return action;
    }
}
