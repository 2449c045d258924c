using System.Runtime.InteropServices;
using Gateway.HttpBench;

BenchOptions options;
try
{
    if (args is ["-h" or "--help"])
    {
        Console.Out.WriteLine(BenchOptions.Usage);
        return 0;
    }

    options = BenchOptions.Read(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine($"bench/http/run: {exception.Message}; see --help");
    return 2;
}

if (!Wrk.IsInstalled)
{
    Console.Error.WriteLine("bench/http/run: wrk not found. Debian, Ubuntu: apt-get install wrk");
    return 1;
}

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true; // the servers are ended first
    stop.Cancel();
}

TextWriter talk = Console.Error;
string folder = Directory.CreateTempSubdirectory("edge-bench-").FullName;
try
{
    string answers = Directory.CreateDirectory(Path.Combine(folder, "answers")).FullName;
    foreach ((string operation, string answer) in Workload.Answers) File.WriteAllText(Path.Combine(answers, WireRequest.TargetOf(operation)), answer);
    string peers = options.PeersFolder ?? Path.Combine(Folders.Root, ".build", "peers");

    List<ServerKind> kinds = [];
    foreach (ServerKind kind in ServerKind.All(answers, peers, options.VersusFolder).Where(kind => options.Servers.Contains(kind.Name)))
    {
        if (kind.IsInstalled) kinds.Add(kind);
        else talk.WriteLine($"{kind.Name} is left out: {kind.Needed} is missing.");
    }

    Machine machine = Machine.Here();
    talk.WriteLine(machine);
    IReadOnlyList<CaseResult> cases = [];
    IReadOnlyList<ServerResult> servers = [];
    IReadOnlyList<MillionResult> million = [];
    if (options.IsMillion) million = await new MillionBench(options, kinds, folder, talk).RunAsync(stop.Token);
    else (cases, servers) = await new LoadBench(options, kinds, folder, talk).RunAsync(stop.Token);

    if (options.IsJson) JsonReport.Print(Console.Out, new Figures(machine, options.Seconds, options.Rounds, servers, cases, million));
    else if (options.IsMillion) Report.Print(Console.Out, million);
    else Report.Print(Console.Out, cases, servers);
    return 0;
}
catch (Exception exception) when (exception is BenchException or OperationCanceledException)
{
    Console.Error.WriteLine($"bench/http/run: {exception.Message}");
    return 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
