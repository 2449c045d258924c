namespace Gateway.LambdaCompat.Engine.Tests;

public sealed class ScalingTests
{
    private const string Slow = "let calls = 0; exports.handler = async (event) => { calls++; await new Promise((go) => setTimeout(go, event.ms)); return calls; };";

    [Fact]
    public async Task Calls_one_after_another_share_an_environment()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node(Slow) with { EnvironmentsMax = 1 };
        for (int i = 1; i <= 20; i++) Assert.Equal($"{i}", await host.CallAsync(spec, """{"ms":0}"""));
        Assert.Equal(1, host.Engine.EnvironmentCount);
    }

    [Fact]
    public async Task Calls_at_once_have_environments_of_their_own_up_to_the_limit()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node(Slow) with { EnvironmentsMax = 3 };
        InvocationOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.RawAsync(spec, """{"ms":300}""")));
        Assert.Equal((3, 2), (outcomes.Count(outcome => outcome.Status == InvocationStatus.Succeeded), outcomes.Count(outcome => outcome.Status == InvocationStatus.Throttled)));
    }

    [Fact]
    public async Task A_full_machine_ends_what_is_idle_and_throttles_when_nothing_is()
    {
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { EnvironmentsMax = 1 });
        EnvironmentSpec first = host.Node(Slow);
        EnvironmentSpec second = host.Node(Slow);
        await host.CallAsync(first, """{"ms":0}""");
        Task<InvocationOutcome> busy = host.RawAsync(second, """{"ms":500}""");
        Assert.Equal(InvocationStatus.Throttled, (await host.RawAsync(first)).Status);
        Assert.Equal(InvocationStatus.Succeeded, (await busy).Status);
    }

    [Fact]
    public async Task Provisioned_environments_are_ready_and_say_so()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("exports.handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE;");
        Assert.Equal(2, await host.Engine.ProvisionAsync(spec, 2, TestContext.Current.CancellationToken));
        Assert.Equal(2, host.Engine.EnvironmentCount);
        InvocationOutcome outcome = await host.RawAsync(spec);
        Assert.Equal(("\"provisioned-concurrency\"", null), (FunctionHost.Text(outcome), outcome.InitDuration));
        Assert.Equal(0, await host.Engine.ProvisionAsync(spec, 0, TestContext.Current.CancellationToken));
        Assert.Equal(0, host.Engine.EnvironmentCount);
        Assert.Equal(0, await host.Engine.ProvisionAsync(host.Node("throw new Error('no');"), 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_retired_function_is_gone_when_it_is_free()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node(Slow);
        await host.CallAsync(spec, """{"ms":0}""");
        Task<InvocationOutcome> busy = host.RawAsync(spec, """{"ms":200}""");
        host.Engine.Retire(spec.Key);
        Assert.Equal("2", FunctionHost.Text(await busy));
        Assert.Equal(0, host.Engine.EnvironmentCount);
    }

    /// <summary>The start takes two seconds, the call before it is over much sooner.</summary>
    [Fact]
    public async Task A_call_does_not_wait_for_a_start_when_an_environment_becomes_free()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);" + Slow);
        await host.CallAsync(spec, """{"ms":0}""");
        Task<InvocationOutcome> busy = host.RawAsync(spec, """{"ms":200}"""), waiting = host.RawAsync(spec, """{"ms":0}""");

        Assert.Equal(("2", "3"), (FunctionHost.Text(await busy), FunctionHost.Text(await waiting))); // one environment has run all three
        Assert.Null((await waiting).InitDuration);
        Assert.DoesNotContain("Init Duration", FunctionHost.Tail(await waiting), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_after_the_response_does_not_keep_running()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("let n = 0; exports.handler = async () => { if (n === 0) setInterval(() => n++, 1); return n; };");
        await host.CallAsync(spec);
        int process = await FrozenProcessAsync(host, spec);
        long before = CpuOf(process);
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal(before, CpuOf(process));
        Assert.InRange(int.Parse(await host.CallAsync(spec)), 0, 300); // it went on from where it stood
    }

    [Fact]
    public async Task A_started_runtime_in_reserve_becomes_the_function()
    {
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { BlanksPerKind = 1, BlanksAtStart = [("nodejs20.x", 256), ("python3.12", 0)] });
        EnvironmentSpec node = host.Node("exports.handler = async () => [__dirname, process.cwd(), process.env.A, require('fs').readdirSync('.')];") with { Variables = new Dictionary<string, string> { ["A"] = "b" } };
        string expected = host.Engine.IsSandboxed ? "/var/task" : node.CodeFolder;
        Assert.Equal($"""["{expected}","{expected}","b",["index.js"]]""", await host.CallAsync(node));
        Assert.Equal("[1]", await host.CallAsync(host.Python("def handler(event, context):\n    return [1]\n")));
    }

    [Fact]
    public async Task An_environment_with_credentials_that_expire_is_not_used_again()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        string work = host.Folder(("x", "x"));
        await using ProcessEngine engine = await ProcessEngine.StartAsync(new ProcessEngineOptions { WorkFolder = work, BlanksPerKind = 0 }, host.Log, _ => new FunctionCredentials("A", "S", "T", DateTimeOffset.UnixEpoch), TimeProvider.System, new Random(1), TestContext.Current.CancellationToken);
        EnvironmentSpec spec = host.Node(Slow);
        for (int i = 0; i < 2; i++)
        {
            InvocationOutcome outcome = await engine.InvokeAsync(spec, new FunctionInvocation { RequestId = "r", Payload = """{"ms":0}"""u8.ToArray(), InvokedFunctionArn = "a", TraceId = "t" }, TestContext.Current.CancellationToken);
            Assert.Equal("1", FunctionHost.Text(outcome));
        }
    }

    [Fact]
    public async Task An_engine_that_ends_ends_its_calls()
    {
        FunctionHost host = await FunctionHost.StartAsync(options => options with { BlanksPerKind = 1 });
        EnvironmentSpec busy = host.Node(Slow);
        await host.CallAsync(busy, """{"ms":0}""");
        List<Task<InvocationOutcome>> calls = [host.RawAsync(busy, """{"ms":60000}""")];
        for (int i = 0; i < 5; i++) calls.Add(host.RawAsync(host.Node(Slow), """{"ms":60000}""")); // some of them are still starting
        await host.DisposeAsync();
        InvocationOutcome[] outcomes = await Task.WhenAll(calls);
        Assert.All(outcomes, outcome => Assert.Equal(InvocationStatus.Failed, outcome.Status));
    }

    private static async Task<int> FrozenProcessAsync(FunctionHost host, EnvironmentSpec spec)
    {
        int process = Assert.Single(host.Engine.ProcessesOf(spec.Key));
        long last = -1;
        for (int round = 0; last != CpuOf(process) && round < 50; round++)
        {
            last = CpuOf(process);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return process;
    }

    /// <summary>What a process and all below it have used of the processor.</summary>
    private static long CpuOf(int process)
    {
        string[] fields = File.ReadAllText($"/proc/{process}/stat").Split(' ');
        return long.Parse(fields[13]) + long.Parse(fields[14]) + File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(child => CpuOf(int.Parse(child)));
    }
}
