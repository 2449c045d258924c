namespace Gateway.LambdaCompat.Engine.Tests;

public sealed class LogTests
{
    [Fact]
    public async Task A_cold_start_and_a_warm_call_are_reported_to_the_letter()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Node("exports.handler = async () => console.log('hi');");
        InvocationOutcome cold = await host.RawAsync(spec);
        InvocationOutcome warm = await host.RawAsync(spec);

        Assert.Matches("^START RequestId: [0-9a-f-]{36} Version: \\$LATEST\n[^\n]+\thi\nEND RequestId: [0-9a-f-]{36}\nREPORT RequestId: [0-9a-f-]{36}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\tMax Memory Used: \\d+ MB\tInit Duration: \\d+\\.\\d\\d ms\t\n$", FunctionHost.Tail(cold));
        Assert.Matches("^START [^\n]+\n[^\n]+\thi\nEND [^\n]+\nREPORT RequestId: [0-9a-f-]{36}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\tMax Memory Used: \\d+ MB\t\n$", FunctionHost.Tail(warm));
        Assert.Matches("^INIT_START Runtime Version: nodejs:20\\.v[0-9.]+\tRuntime Version ARN: arn:aws:lambda:eu-central-1::runtime:[0-9a-f]{64}\n$", host.Log.Messages[0]);
        Assert.Matches(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$", Assert.Single(host.Log.Streams));
        Assert.NotNull(cold.InitDuration);
        Assert.Null(warm.InitDuration);
    }

    [Fact]
    public async Task A_timeout_and_an_end_have_their_lines()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        InvocationOutcome timeout = await host.RawAsync(host.Node("exports.handler = () => new Promise(() => setTimeout(() => {}, 9000));") with { Timeout = TimeSpan.FromSeconds(1) });
        Assert.Matches("^START [^\n]+\n\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}Z [0-9a-f-]{36} Task timed out after 1\\.00 seconds\n\nEND [^\n]+\nREPORT [^\n]+\tDuration: 1000\\.00 ms\tBilled Duration: 1000 ms\t[^\n]+\tStatus: timeout\n$", FunctionHost.Tail(timeout));

        InvocationOutcome ended = await host.RawAsync(host.Node("exports.handler = () => process.exit(1);"));
        Assert.Matches("\nREPORT [^\n]+\tStatus: error\tError Type: Runtime.ExitError\nRequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n$", FunctionHost.Tail(ended));
    }
}
