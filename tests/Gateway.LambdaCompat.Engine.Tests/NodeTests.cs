namespace Gateway.LambdaCompat.Engine.Tests;

public sealed class NodeTests
{
    [Fact]
    public async Task A_commonjs_handler_answers_what_it_was_asked()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        Assert.Equal("""{"got":{"a":1}}""", await host.CallAsync(host.Node("exports.handler = async (event) => ({ got: event });"), """{"a":1}"""));
    }
}
