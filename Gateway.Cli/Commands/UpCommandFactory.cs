using System.CommandLine;

namespace Gateway.Cli.Commands;

/// <summary><c>edgectl up</c>: only its help is here. The script <c>edgectl</c> hands the command over to the server itself, which reads the same options:
/// so a signal reaches it, and nothing stands between it and the terminal.</summary>
internal static class UpCommandFactory
{
    public static Command Create()
    {
        Command up = new("up", "Start a PoP in the foreground: DynamoDB and Lambda on a port of this machine")
        {
            new Option<int>("--port") { Description = "The port to listen on; 0 takes any free one", HelpName = "port", DefaultValueFactory = _ => 4566 },
            new Option<string>("--host") { Description = "The address to listen on; beyond this machine only with keys", HelpName = "address", DefaultValueFactory = _ => "127.0.0.1" },
            new Option<string>("--data") { Description = "The folder of the store and of the keys; made if it is missing", HelpName = "folder", DefaultValueFactory = _ => "./.edge" },
            new Option<string>("--durability") { Description = "What an acknowledged write survives: fsync (a power failure) or os (a crash of the PoP)", HelpName = "fsync|os", DefaultValueFactory = _ => "fsync" },
            new Option<string>("--config") { Description = "More settings; edge.yml in the current folder is read if it is there", HelpName = "file" },
            new Option<string>("--auth") { Description = "With keys: refuse requests that are not signed right, or only count and log them", HelpName = "enforce|warn", DefaultValueFactory = _ => "enforce" },
            new Option<string>("--tls-cert") { Description = "A certificate with its chain (PEM), to speak HTTPS", HelpName = "file" },
            new Option<string>("--tls-key") { Description = "The private key of the certificate (PEM)", HelpName = "file" },
            new Option<int>("--pops") { Description = "So many PoPs of one cluster on this machine, on ports from --port on, each with a folder in --data", HelpName = "number" },
            new Option<string>("--regions") { Description = "With --pops: their regions, in turn", HelpName = "names" },
            new Option<bool>("--wan") { Description = "With --pops: links as long as those between the regions" },
            new Option<string>("--join") { Description = "Become a member of a cluster, once, with a token of 'edgectl pops add'", HelpName = "token" },
            new Option<string>("--replication") { Description = "With --join: where other PoPs reach this one [default: 127.0.0.1 and a free port]", HelpName = "host:port" },
        };
        up.SetAction(line =>
        {
            line.InvocationConfiguration.Error.WriteLine("edgectl: 'up' builds and starts the server; run it by the script edgectl at the root of the sources.");
            return (int)ExitCode.Failure;
        });
        return up;
    }
}
