using Gateway.EngineBench;
using Gateway.LambdaCompat.Engine;

// What the engine itself costs, without HTTP before it: warm, cold, memory. `plain` leaves the sandbox away; `quick` measures less.
bool quick = args.Contains("quick");
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
    EnvironmentSpec node = bench.Function("node", "nodejs20.x", "index.js", NodeCode);
    await bench.WarmAsync("Node, empty handler", node, 1, span);
    await bench.WarmAsync("Node, empty handler", node, 32, span);
    engine.Retire(node.Key);
    EnvironmentSpec python = bench.Function("python", "python3.12", "index.py", PythonCode);
    await bench.WarmAsync("Python, empty handler", python, 1, span);
    await bench.WarmAsync("Python, empty handler", python, 32, span);
    engine.Retire(python.Key);

    int count = quick ? 15 : 60;
    TimeSpan pause = TimeSpan.FromMilliseconds(600);
    await bench.ColdAsync("Node, from the pool", _ => bench.Function("node", "nodejs20.x", "index.js", NodeCode), count, pause);
    await bench.ColdAsync("Node, without pool", _ => bench.Function("node", "nodejs20.x", "index.js", NodeCode) with { Variables = new Dictionary<string, string> { ["LD_BIND_NOW"] = "" } }, count, pause);
    await bench.ColdAsync("Python, from the pool", _ => bench.Function("python", "python3.12", "index.py", PythonCode), count, pause);
    await bench.MemoryAsync("Node", bench.Function("node", "nodejs20.x", "index.js", NodeCode), 8);
    await bench.MemoryAsync("Python", bench.Function("python", "python3.12", "index.py", PythonCode), 8);
}

Directory.Delete(folder, recursive: true);
