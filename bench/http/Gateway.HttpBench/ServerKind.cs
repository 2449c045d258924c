using System.Diagnostics;
using System.Globalization;

namespace Gateway.HttpBench;

/// <summary>A server that can be measured: how it is started, and what its writes survive.</summary>
/// <param name="Name">As in the tables.</param>
/// <param name="What">Whole name and version, with its mode.</param>
/// <param name="Durability">What an acknowledged write survives.</param>
/// <param name="Program">What to run; it must exist, or the server is left out.</param>
/// <param name="Arguments">From the port and the fresh folder for its data.</param>
internal sealed record ServerKind(string Name, string What, string Durability, string Program, Func<int, string, string[]> Arguments)
{
    public static readonly string[] Names = ["bare", "log", "pop", "other", "dynoxide", "dynalite"];

    /// <summary>True for what all others are measured against.</summary>
    public bool IsBare => Name == "bare";

    /// <summary>True for the handlers that can be asked for nothing that they were told: what they answer means nothing.</summary>
    public bool IsForgetful => Name is "bare" or "log";

    /// <summary>The file without which it cannot run.</summary>
    public string Needed { get; init; } = Program;

    public bool IsInstalled => File.Exists(Needed);

    /// <summary>All servers, in the order of the tables.</summary>
    /// <param name="answers">The folder that the bare handler takes its answers from.</param>
    /// <param name="peers">Where npm has put the others.</param>
    /// <param name="versus">Another checkout of this repository, built; null for none.</param>
    public static IReadOnlyList<ServerKind> All(string answers, string peers, string? versus)
    {
        string bare = Folders.Assembly("bench/http/Gateway.BareHandler");
        string dynoxide = Path.Combine(peers, "node_modules", "@dynoxide", "linux-x64", "dynoxide");
        string dynalite = Path.Combine(peers, "node_modules", "dynalite", "cli.js");
        return
        [
            new("bare", "a Kestrel handler with fixed bytes", "nothing", "dotnet", (port, _) => [bare, Text(port), answers]) { Needed = bare },
            new("log", "the same handler; a write's body is in one file first, one fdatasync for each group", "kill and power loss, if anybody read the file", "dotnet", (port, folder) => [bare, Text(port), answers, folder]) { Needed = bare },
            Pop("pop", "EdgeGateway", Folders.Root),
            .. versus is null ? Array.Empty<ServerKind>() : [Pop("other", $"EdgeGateway of {versus}", versus)],
            new("dynoxide", $"dynoxide {Version(dynoxide)} with --db-path", "kill and power loss: SQLite WAL, one fsync for each write (observed with strace)", dynoxide, (port, folder) => ["serve", "--port", Text(port), "--db-path", Path.Combine(folder, "data.db")]),
            new("dynalite", $"dynalite {Version(dynalite)} with --path", "kill, not power loss: LevelDB without fsync (observed with strace)", "node", (port, folder) => [dynalite, "--host", "127.0.0.1", "--port", Text(port), "--path", folder, "--createTableMs", "0"]) { Needed = dynalite },
        ];
    }

    public ProcessStartInfo StartInfo(int port, string folder) => new(Program, Arguments(port, folder)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };

    private static ServerKind Pop(string name, string what, string checkout)
    {
        string program = Path.Combine(checkout, "Gateway.Api", "bin", "Release", "net10.0", "Gateway.Api.dll");
        return new(name, what, "kill and power loss: one fsync for each group of writes", "dotnet", (port, folder) => [program, "up", "--port", Text(port), "--data", folder, "--durability", "fsync"]) { Needed = program };
    }

    /// <summary>From the package's own description, if it is installed.</summary>
    private static string Version(string program)
    {
        string description = Path.Combine(Path.GetDirectoryName(program)!, "package.json");
        return File.Exists(description) ? System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(description))!["version"]!.GetValue<string>() : "(not installed)";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
