using System.Globalization;

namespace Gateway.HttpBench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        Usage: bench/http/run [options]

          --seconds N          how long each run lasts (2)
          --rounds N           how often each run is repeated; the median counts (3)
          --only NAME,...      cases: get, put, update, query, transact, churn; servers: bare, log, pop, other, dynoxide, dynalite
          --connections N,...  how many connections (1,32,256)
          --million            instead: loads 1,000,000 items into each server, serves them, prints memory
          --items N            with --million: how many items (1000000)
          --output json        JSON on stdout instead of tables
          --peers FOLDER       where npm has put dynalite and dynoxide (.build/peers)
          --versus FOLDER      another checkout of this repository, built (Release), to compare with: in the tables "other"

        Needs wrk (Debian, Ubuntu: apt-get install wrk) and, for the peers, npm.
        """;

    private static readonly string[] CaseNames = [.. BenchCase.All.Select(found => found.Name)];

    public double Seconds { get; private init; } = 2;

    public int Rounds { get; private init; } = 3;

    public IReadOnlyList<int> Connections { get; private init; } = [1, 32, 256];

    public IReadOnlyList<string> Cases { get; private init; } = CaseNames;

    public IReadOnlyList<string> Servers { get; private init; } = ServerKind.Names;

    public bool IsMillion { get; private init; }

    public int ItemCount { get; private init; } = 1_000_000;

    public bool IsJson { get; private init; }

    public string? PeersFolder { get; private init; }

    public string? VersusFolder { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It makes no sense; the message says where.</exception>
    public static BenchOptions Read(string[] arguments)
    {
        BenchOptions options = new();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i];
            string Next() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{name} needs a value");
            options = name switch
            {
                "--seconds" => options with { Seconds = Number(name, Next(), 1, 600) },
                "--rounds" => options with { Rounds = Number(name, Next(), 1, 99) },
                "--connections" => options with { Connections = [.. Next().Split(',').Select(text => Number(name, text, 1, 10_000))] },
                "--only" => options.Only(Next().Split(',')),
                "--million" => options with { IsMillion = true },
                "--items" => options with { ItemCount = Number(name, Next(), Workload.ItemCount, 100_000_000) },
                "--output" => options with { IsJson = Next() == "json" ? true : throw new FormatException("--output knows only json") },
                "--versus" => options with { VersusFolder = Path.GetFullPath(Next()) },
                "--peers" => options with { PeersFolder = Path.GetFullPath(Next()) },
                _ => throw new FormatException($"unknown option {name}"),
            };
        }

        return options;
    }

    /// <summary>Names of cases limit the cases, names of servers the servers; the bare handler always runs, because the rest is measured against it.</summary>
    private BenchOptions Only(string[] names)
    {
        if (names.FirstOrDefault(name => !CaseNames.Contains(name) && !ServerKind.Names.Contains(name)) is { } unknown) throw new FormatException($"--only knows no {unknown}");

        string[] cases = [.. CaseNames.Where(names.Contains)];
        string[] servers = [.. ServerKind.Names.Where(names.Contains)];
        return this with { Cases = cases.Length > 0 ? cases : Cases, Servers = servers.Length > 0 ? [.. ServerKind.Names.Where(name => name == "bare" || servers.Contains(name))] : Servers };
    }

    private static int Number(string name, string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw new FormatException($"{name} takes a whole number from {min} to {max}, not {text}");
}
