using System.Text;
using Gateway.Api.Wiring;
using Gateway.LambdaCompat.Engine;

namespace Gateway.Api.Tests.Wiring;

public sealed class LazyEngineTests
{
    private static readonly EnvironmentSpec Spec = new()
    {
        Key = "k",
        AccountId = "000000000000",
        Region = "us-east-1",
        FunctionName = "f",
        Version = "$LATEST",
        Runtime = "nodejs22.x",
        Handler = "index.handler",
        CodeFolder = "/code",
        RoleArn = "arn:aws:iam::000000000000:role/r",
        LogGroup = "/aws/lambda/f",
    };

    private static readonly FunctionInvocation Call = new() { RequestId = "r", Payload = "{}"u8.ToArray(), InvokedFunctionArn = "arn", TraceId = "" };

    [Fact]
    public async Task What_the_machine_lacks_is_told_to_the_caller_and_tried_again()
    {
        int starts = 0;
        await using LazyEngine engine = new(_ =>
        {
            starts++;
            return Task.FromException<ProcessEngine>(new PlatformNotSupportedException("Functions run on Linux only."));
        });

        InvocationOutcome outcome = await engine.InvokeAsync(Spec, Call, TestContext.Current.CancellationToken);

        Assert.Equal((InvocationStatus.Failed, "Sandbox.Unavailable"), (outcome.Status, outcome.ErrorType));
        Assert.Equal("""{"errorType":"Sandbox.Unavailable","errorMessage":"Functions run on Linux only."}""", Encoding.UTF8.GetString(outcome.Payload.Span));
        Assert.Equal(0, await engine.ProvisionAsync(Spec, 1, TestContext.Current.CancellationToken));
        Assert.Equal(2, starts);
    }

    [Fact]
    public async Task Nothing_is_started_for_nothing()
    {
        await using LazyEngine engine = new(_ => throw new InvalidOperationException("started"));

        engine.Retire("k");

        Assert.Equal(0, await engine.ProvisionAsync(Spec, 0, TestContext.Current.CancellationToken));
    }
}
