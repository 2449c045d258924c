using System.Text.Json;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>What functions do to the engine, by mistake or on purpose.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("process.exit(0)", "Runtime exited without providing a reason")]
    [InlineData("process.exit(3)", "Runtime exited with error: exit status 3")]
    [InlineData("process.kill(process.pid, 'SIGKILL')", "Runtime exited with error: signal: killed")]
    [InlineData("process.abort()", "Runtime exited with error: signal: aborted")]
    public async Task A_runtime_that_ends_is_told_and_replaced(string end, string reason)
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node($"let calls = 0; exports.handler = async (event) => {{ calls++; if (event.end) {end}; return calls; }};");
        Assert.Equal("1", await host.CallAsync(spec));
        JsonElement error = await host.FailAsync(spec, """{"end":true}""");
        Assert.Matches($"^RequestId: [0-9a-f-]{{36}} Error: {reason}$", error.GetProperty("errorMessage").GetString());
        Assert.Equal("Runtime.ExitError", error.GetProperty("errorType").GetString());
        Assert.Equal("1", await host.CallAsync(spec)); // a new process
        Assert.Equal(1, host.Engine.EnvironmentCount);
    }

    [Fact]
    public async Task An_endless_loop_ends_at_the_timeout_and_tmp_stays()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        Assert.SkipWhen(host.Engine.Description.Contains("without started runtimes", StringComparison.Ordinal), "Bubblewrap alone keeps no /tmp.");
        EnvironmentSpec spec = host.Node("""
            const fs = require('fs'), os = require('os'); let calls = 0;
            exports.handler = async (event) => {
              calls++;
              if (event.loop) { fs.writeFileSync(os.tmpdir() + '/kept', 'kept'); console.log('looping'); for (;;); }
              return [calls, fs.readFileSync(os.tmpdir() + '/kept', 'utf8')];
            };
            """) with
        { Timeout = TimeSpan.FromSeconds(1) };
        JsonElement error = await host.FailAsync(spec, """{"loop":true}""");
        Assert.Equal("Sandbox.Timedout", error.GetProperty("errorType").GetString());
        Assert.Matches("^RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds$", error.GetProperty("errorMessage").GetString());
        Assert.Contains(host.Log.Messages, message => message.EndsWith("looping\n", StringComparison.Ordinal));
        Assert.Equal("""[1,"kept"]""", await host.CallAsync(spec));
    }

    [Fact]
    public async Task Memory_without_end_is_ended()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("exports.handler = async (event) => { const keep = []; while (event.eat) keep.push(Buffer.alloc(1 << 20, 1)); return 1; };");
        JsonElement error = await host.FailAsync(spec, """{"eat":true}""");
        Assert.EndsWith("Error: Runtime exited with error: signal: killed", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Contains(host.Log.Messages, message => message.StartsWith("REPORT", StringComparison.Ordinal) && message.EndsWith("\tStatus: error\tError Type: Runtime.OutOfMemory\n", StringComparison.Ordinal));
        Assert.Equal("1", await host.CallAsync(spec));
    }

    [Fact]
    public async Task A_fork_bomb_stays_in_its_environment()
    {
        await using FunctionHost host = await FunctionHost.StartAsync(options => options with { ProcessesMax = 60 });
        Assert.SkipUnless(host.Engine.Description.Contains("cgroup", StringComparison.Ordinal), "Processes are counted by control groups only.");
        EnvironmentSpec bomb = host.Python("import os\ndef handler(event, context):\n    while True:\n        try:\n            os.fork()\n        except OSError:\n            pass\n") with { Timeout = TimeSpan.FromSeconds(2) };
        Task<InvocationOutcome> exploding = host.RawAsync(bomb);
        EnvironmentSpec other = host.Node("exports.handler = async () => 1;");
        Assert.Equal("1", await host.CallAsync(other));
        Assert.Equal("Sandbox.Timedout", (await exploding).ErrorType);
    }

    [Fact]
    public async Task A_response_that_is_too_large_is_an_error_and_the_next_call_works()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("exports.handler = async (event) => 'x'.repeat(event.size);");
        JsonElement error = await host.FailAsync(spec, """{"size":7340032}""");
        Assert.Equal("""{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}""", error.GetRawText());
        Assert.Equal(6_291_556, (await host.CallAsync(spec, """{"size":6291554}""")).Length);
        Assert.Equal("\"x\"", await host.CallAsync(spec, """{"size":1}"""));
    }

    [Fact]
    public async Task A_flood_of_lines_is_bounded_and_others_go_on()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec flood = host.Python("def handler(event, context):\n    line = 'x' * 1000\n    for i in range(100000):\n        print(line)\n    return 'done'\n");
        Task<InvocationOutcome> flooding = host.RawAsync(flood);
        Assert.Equal("1", await host.CallAsync(host.Node("exports.handler = async () => 1;")));
        InvocationOutcome outcome = await flooding;
        Assert.Equal("\"done\"", FunctionHost.Text(outcome));
        Assert.Equal(4096, outcome.LogTail!.Length);
        Assert.True(host.Log.Bytes > 100_000_000);
    }

    [Fact]
    public async Task A_runtime_that_closes_its_channel_is_replaced()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Python("import os, time\ndef handler(event, context):\n    if event.get('close'):\n        os.close(3)\n        time.sleep(30)\n    return 1\n");
        Assert.Equal("Runtime.ExitError", (await host.FailAsync(spec, """{"close":true}""")).GetProperty("errorType").GetString());
        Assert.Equal("1", await host.CallAsync(spec));
    }

    [Fact]
    public async Task The_temporary_folder_has_its_size()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        Assert.SkipUnless(host.Engine.IsSandboxed, "Without walls /tmp is the machine's.");
        EnvironmentSpec spec = host.Python("""
            def handler(event, context):
                written = 0
                try:
                    with open('/tmp/big', 'wb') as file:
                        while written < (10 << 30):
                            file.write(b'x' * (1 << 20))
                            written += 1 << 20
                except OSError as error:
                    return [error.strerror, written >> 20]
            """) with
        { MemoryMegabytes = 128, EphemeralStorageMegabytes = 512 };
        string answer = await host.CallAsync(spec);
        Assert.StartsWith("[\"No space left on device\", 51", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_walls_hold()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        Assert.SkipUnless(host.Engine.IsSandboxed, "There are none.");
        EnvironmentSpec spec = host.Python("""
            import os
            def tries(path):
                try:
                    open(path, 'w').close()
                    return 'written'
                except OSError as error:
                    return error.strerror
            def handler(event, context):
                return [tries('/var/task/x'), tries('/etc/x'), tries('/usr/x'), tries('/proc/sys/kernel/core_pattern'), os.path.exists('/boot'), os.path.exists('/sys'), os.path.exists('/var/log'), os.getuid(),
                        sorted(os.listdir('/var')), len([name for name in os.listdir('/proc') if name.isdigit()]) < 5]
            """);
        Assert.Equal("""["Read-only file system", "Read-only file system", "Read-only file system", "Read-only file system", false, false, false, 993, ["lang", "runtime", "task"], true]""", await host.CallAsync(spec));
    }
}
