using Gateway.EngineBench;
using Gateway.LambdaCompat.Engine;

// What the engine itself costs, without HTTP before it. Words choose: warm, cold, memory (all of them if none is given); quick measures less; plain leaves the walls away; denied the network.
bool quick = args.Contains("quick");
bool Wants(string part) => args.Contains(part) || !args.Intersect(["warm", "cold", "memory"]).Any();
string folder = Directory.CreateTempSubdirectory("engine-bench-").FullName;
ProcessEngineOptions options = new()
{
    WorkFolder = Path.Combine(folder, "work"),
    Sandbox = args.Contains("plain") ? SandboxMode.None : SandboxMode.Auto,
    Network = args.Contains("denied") ? OutboundNetwork.Denied : OutboundNetwork.Allowed,
    BlanksAtStart = [("nodejs20.x", 128), ("python3.12", 128)],
};

const string NodeCode = "exports.handler = async () => ({ ok: true });";
const string PythonCode = "def handler(event, context):\n    return {'ok': True}\n";
TimeSpan span = TimeSpan.FromSeconds(quick ? 3 : 10);
await using (ProcessEngine engine = await ProcessEngine.StartAsync(options, new NoLog(), _ => new FunctionCredentials("ASIA", "secret", "token"), TimeProvider.System, new Random(1)))
{
    Console.WriteLine(engine.Description);
    Bench bench = new(engine, folder, TimeProvider.System);
    EnvironmentSpec Node(int _) => bench.Function("node", "nodejs20.x", "index.js", NodeCode);
    EnvironmentSpec Python(int _) => bench.Function("python", "python3.12", "index.py", PythonCode);
    if (Wants("warm"))
    {
        foreach ((string name, EnvironmentSpec spec) in new[] { ("Node, empty handler", Node(0)), ("Python, empty handler", Python(0)) })
        {
            await bench.WarmAsync(name, spec, 1, span);
            await bench.WarmAsync(name, spec, 32, span);
            engine.Retire(spec.Key);
        }

        EnvironmentSpec waits = bench.Function("wait", "nodejs20.x", "index.js", "exports.handler = () => new Promise((go) => setTimeout(go, 20));");
        await bench.WarmAsync("Node, waits 20 ms", waits, 32, span);
        engine.Retire(waits.Key);
    }

    if (Wants("cold"))
    {
        int count = quick ? 15 : 60;
        TimeSpan pause = TimeSpan.FromMilliseconds(600);
        await bench.ColdAsync("Node, from the reserve", Node, count, pause);
        await bench.ColdAsync("Node, afresh", number => Node(number) with { Variables = new Dictionary<string, string> { ["LD_BIND_NOW"] = "" } }, count, pause);
        await bench.ColdAsync("Python, from the reserve", Python, count, pause);
    }

    if (Wants("memory"))
    {
        await bench.MemoryAsync("Node", Node(0), 8);
        await bench.MemoryAsync("Python", Python(0), 8);
    }
}

Directory.Delete(folder, recursive: true);
