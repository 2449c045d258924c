using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Testing.Gateways;

namespace Gateway.Robustness.Tests.Functions;

/// <summary>Functions do their worst through the whole PoP: it stays up, says what AWS would, and another function keeps answering.</summary>
public sealed class FunctionFaultTests(FunctionWorld world) : IClassFixture<FunctionWorld>
{
    private const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData("throw", "RangeError", "on purpose")]
    [InlineData("reject", "Runtime.UnhandledPromiseRejection", "nobody waits for this")]
    [InlineData("exit", "Runtime.ExitError", "Runtime exited with error: exit status 7")]
    [InlineData("kill", "Runtime.ExitError", "Runtime exited with error: signal: killed")]
    [InlineData("loop", "Sandbox.Timedout", "Task timed out after 8.00 seconds")]
    [InlineData("eat", "Runtime.ExitError", "Runtime exited with error: signal: killed")]
    public Task A_function_that_fails_is_told_so(string what, string type, string message) => DuringAsync(async client =>
    {
        FunctionAnswer answer = await client.InvokeAsync(FunctionWorld.Bad, Event(what));

        Assert.Equal((200, "Unhandled"), (answer.Status, answer.Error));
        JsonNode error = JsonNode.Parse(answer.Body)!;
        Assert.True(type == error["errorType"]!.GetValue<string>(), $"{answer.Body}\n{answer.Log}");
        Assert.Contains(message, error["errorMessage"]!.GetValue<string>(), StringComparison.Ordinal);
    });

    [Fact]
    public Task Signals_to_others_reach_nobody() => DuringAsync(async client =>
    {
        FunctionAnswer answer = await client.InvokeAsync(FunctionWorld.Bad, Event("others", ("pop", world.Process.Id)));

        Assert.Equal("\"signalled\"", answer.Body); // and the PoP and the neighbour live on
    });

    [Fact]
    public Task Processes_without_number_end_with_the_environment() => DuringAsync(async client =>
    {
        FunctionAnswer answer = await client.InvokeAsync(FunctionWorld.Bad, Event("fork", ("count", 3000)));

        Assert.Equal(200, answer.Status); // too many processes, too much memory or too much time: it does not matter which
        if (answer.Error is null) Assert.Equal(1, JsonNode.Parse(answer.Body)!["failed"]!.GetValue<int>());
    });

    [Fact]
    public Task The_folder_for_temporary_files_is_full_at_its_size() => DuringAsync(async client =>
    {
        FunctionAnswer answer = await client.InvokeAsync(FunctionWorld.Bad, Event("tmp", ("bytes", 10 * Gigabyte)));

        JsonNode result = JsonNode.Parse(answer.Body)!;
        Assert.True(answer.Error is null, answer.Body);
        Assert.Equal("ENOSPC", result["code"]!.GetValue<string>());
        Assert.InRange(result["written"]!.GetValue<long>(), Gigabyte / 4, Gigabyte * 9 / 16);
    });

    [Fact]
    public Task A_hundred_megabytes_of_log_are_bounded() => PrintAsync(100L << 20);

    [Fact]
    [Trait("Category", "Long")]
    public Task A_gigabyte_of_log_is_bounded() => PrintAsync(Gigabyte);

    [Fact]
    public Task An_answer_that_is_too_large_is_refused() => DuringAsync(async client =>
    {
        FunctionAnswer answer = await client.InvokeAsync(FunctionWorld.Bad, Event("large", ("bytes", 7L << 20)));

        Assert.Equal((200, "Unhandled"), (answer.Status, answer.Error));
        Assert.Contains("Response payload size exceeded maximum allowed payload size (6291556 bytes).", answer.Body, StringComparison.Ordinal);
        Assert.Contains("Function.ResponseSizeTooLarge", answer.Body, StringComparison.Ordinal);
    });

    [Fact]
    public Task The_machine_s_files_are_not_in_sight() => DuringAsync(async client => Assert.Equal("[]", (await client.InvokeAsync(FunctionWorld.Bad, Event("host"))).Body));

    [Fact]
    public Task Nobody_takes_the_invocations_of_another_account_s_function() => DuringAsync(async client =>
    {
        string api = JsonNode.Parse((await world.Other.InvokeAsync(FunctionWorld.Bad, Event("api"))).Body)!.GetValue<string>();
        Task<FunctionAnswer> theft = client.InvokeAsync(FunctionWorld.Bad, new JsonObject { ["do"] = "steal", ["api"] = api }.ToJsonString());
        FunctionAnswer[] victims = [await world.Other.InvokeAsync(FunctionWorld.Bad, Event("none")), await world.Other.InvokeAsync(FunctionWorld.Bad, Event("none"))];

        Assert.NotEqual("200", (await theft).Body);
        Assert.All(victims, victim => Assert.True(victim is { Status: 200, Error: null }, victim.Body));
    });

    [Fact]
    public Task A_thousand_sockets_to_the_pop_are_no_harm() => DuringAsync(async client =>
    {
        FunctionAnswer answer = await client.InvokeAsync(FunctionWorld.Bad, Event("flood", ("count", 2000), ("port", world.Process.Port)));

        Assert.Equal(200, answer.Status);
    });

    private static string Event(string what, params (string Name, long Value)[] more)
    {
        JsonObject request = new() { ["do"] = what };
        foreach ((string name, long value) in more) request[name] = value;
        return request.ToJsonString();
    }

    private Task PrintAsync(long bytes) => DuringAsync(async client =>
    {
        await client.InvokeAsync(FunctionWorld.Bad, Event("none"));
        double before = world.Process.Megabytes;
        FunctionAnswer answer = await client.InvokeAsync(FunctionWorld.Bad, Event("print", ("bytes", bytes)));

        Assert.Equal(200, answer.Status); // a slow machine ends it at the timeout
        if (answer.Error is null) Assert.Equal("\"printed\"", answer.Body);
        Assert.InRange(answer.Log.Length, 1, 4096);
        Assert.True(world.Process.Megabytes < before + 400, string.Create(CultureInfo.InvariantCulture, $"The PoP holds {world.Process.Megabytes:F0} MB, {before:F0} before."));
        long onDisk = Directory.EnumerateFiles(world.DataFolder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file) is { Exists: true } found ? found.Length : 0);
        Assert.True(onDisk < 400L << 20, string.Create(CultureInfo.InvariantCulture, $"{onDisk >> 20} MB on disk."));
    });

    /// <summary>Meanwhile another function answers, and afterwards the same one does as well.</summary>
    private async Task DuringAsync(Func<FunctionClient, Task> check)
    {
        Assert.SkipUnless(world.Missing is null, world.Missing ?? "");
        await using Neighbour neighbour = await Neighbour.StartAsync(world.Client);

        await check(world.Client);

        FunctionAnswer again = await world.Client.InvokeAsync(FunctionWorld.Bad, Event("none"));
        Assert.True(again is { Status: 200, Error: null }, again.Body + again.Log);
        await neighbour.AssertUnharmedAsync();
        Assert.False(world.Process.HasExited, world.Process.LastWords());
    }
}
