using System.Collections.Concurrent;
using Gateway.LambdaCompat.Tests.Harness;

namespace Gateway.LambdaCompat.Tests.Invocation;

/// <summary>Invocations that overlap a change of their function. The engine here makes its environments only when the change has been acknowledged: the worst order there is.</summary>
public sealed class ReplacedStateTests : IAsyncDisposable
{
    private const string Function = "/2015-03-31/functions/f";

    private readonly LambdaUnderTest lambda = new();
    private readonly ConcurrentDictionary<string, bool> environments = new(StringComparer.Ordinal);

    public ReplacedStateTests() => lambda.Engine.OnRetire = key => environments.TryRemove(key, out _);

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Theory]
    [InlineData("code")]
    [InlineData("configuration")]
    [InlineData("deletion")]
    public async Task An_invocation_that_began_before_a_change_ends_well_and_leaves_no_environment_behind(string what)
    {
        await lambda.CreateAsync("f");
        lambda.Engine.Run = async (spec, call) =>
        {
            if (call.Payload.Span.SequenceEqual("1"u8)) await ChangeAsync(what);
            environments.TryAdd(spec.Key, true);
            return ScriptedEngine.Succeed($"\"{spec.Key}\"");
        };

        string before = (await lambda.CallAsync("POST", $"{Function}/invocations", "1")).Text;

        Assert.Empty(environments);
        if (what == "deletion") return;
        string after = (await lambda.CallAsync("POST", $"{Function}/invocations", "2")).Text;
        Assert.NotEqual(before, after);
        Assert.Equal(after, $"\"{Assert.Single(environments).Key}\"");
    }

    [Fact]
    public async Task What_does_not_replace_the_state_keeps_the_environments()
    {
        await lambda.CreateAsync("f");
        lambda.Engine.Run = async (spec, _) =>
        {
            await lambda.OkAsync("PUT", "/2017-10-31/functions/f/concurrency", "{'ReservedConcurrentExecutions':5}");
            environments.TryAdd(spec.Key, true);
            return ScriptedEngine.Succeed("1");
        };

        await lambda.CallAsync("POST", $"{Function}/invocations", "1");

        Assert.Single(environments);
    }

    [Fact]
    public async Task Environments_that_are_provisioned_while_their_function_is_deleted_go_with_it()
    {
        await lambda.CreateAsync("f", "'Publish':true");
        string key = "";
        TaskCompletionSource<string> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lambda.Engine.OnRetire = retired =>
        {
            if (environments.TryRemove(retired, out _)) ended.TrySetResult(retired);
        };
        lambda.Engine.Ready = async count =>
        {
            key = lambda.Engine.Provisioned.Last().Key;
            await ChangeAsync("deletion");
            environments.TryAdd(key, true);
            return count;
        };

        await lambda.CallAsync("PUT", "/2019-09-30/functions/f/provisioned-concurrency", "{'ProvisionedConcurrentExecutions':2}", "Qualifier=1");

        string gone = await ended.Task.SoonAsync();
        Assert.Equal(key, gone);
    }

    private Task ChangeAsync(string what) => what switch
    {
        "code" => lambda.OkAsync("PUT", $"{Function}/code", $"{{'ZipFile':'{Convert.ToBase64String(Zips.Small("2"))}'}}"),
        "configuration" => lambda.OkAsync("PUT", $"{Function}/configuration", "{'Timeout':9}"),
        _ => lambda.OkAsync("DELETE", Function),
    };
}
