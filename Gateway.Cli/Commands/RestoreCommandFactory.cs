using System.CommandLine;

namespace Gateway.Cli.Commands;

/// <summary><c>edgectl restore</c>: only its help is here. The script <c>edgectl</c> hands the command over to the server's program, which knows what a store is.</summary>
internal static class RestoreCommandFactory
{
    public static Command Create()
    {
        Command restore = new("restore", "Make a new data folder from a backup, as it was at any moment")
        {
            new Option<string>("--from") { Description = "The directory of the backup", HelpName = "folder" },
            new Option<string>("--data") { Description = "The new data folder, for edgectl up --data", HelpName = "folder" },
            new Option<string>("--to") { Description = "Up to this moment (ISO 8601; UTC if it names no zone); the newest if it is left out", HelpName = "time" },
            new Option<string>("--stamp") { Description = "Up to this stamp's time instead, as milliseconds.counter", HelpName = "stamp" },
            new Option<string>("--tables") { Description = "Only these tables, with commas between them", HelpName = "names" },
            new Option<string>("--pop") { Description = "Whose snapshot to begin with, where the directory holds several PoPs", HelpName = "name" },
            new Option<string>("--without") { Description = "PoPs whose own log may be missing", HelpName = "names" },
            new Option<string>("--output") { Description = "How to print the summary", HelpName = "text|json", DefaultValueFactory = _ => "text" },
        };
        restore.SetAction(ServerCommands.Refuse("restore"));
        return restore;
    }
}
