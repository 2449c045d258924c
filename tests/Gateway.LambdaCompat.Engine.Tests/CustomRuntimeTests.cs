using System.Text.Json;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>A bootstrap that knows nothing but bash, over TCP as any runtime.</summary>
public sealed class CustomRuntimeTests
{
    private const string Loop = """
        #!/bin/bash
        call() { # method path body
            exec 4<>"/dev/tcp/${AWS_LAMBDA_RUNTIME_API/://}"
            printf '%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "${#3}" "$3" >&4
            answer=$(cat <&4)
            exec 4<&-
        }
        base=/2018-06-01/runtime
        while true; do
            call GET $base/invocation/next ""
            id=$(grep -i '^Lambda-Runtime-Aws-Request-Id:' <<<"$answer" | tr -d '\r' | cut -d' ' -f2)
            body=$(tail -n 1 <<<"$answer")
            echo "shell got $body" >&2

        """;

    [Fact]
    public async Task A_shell_loop_is_a_runtime()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Function("provided.al2023", "x", ("bootstrap", Loop + "call POST $base/invocation/$id/response \"{\\\"had\\\":$body,\\\"env\\\":\\\"${AWS_EXECUTION_ENV}\\\"}\"\ndone\n"));
        Assert.Equal("""{"had":{"a":1},"env":""}""", await host.CallAsync(spec, """{"a":1}"""));
        Assert.Equal("""{"had":{"a":2},"env":""}""", await host.CallAsync(spec, """{"a":2}"""));
        Assert.Contains("shell got {\"a\":1}\n", host.Log.Messages);
        Assert.InRange(host.Engine.EnvironmentCount, 1, 2); // a shell is slow to ask for what comes next: on a busy machine another one may be started meanwhile
    }

    [Fact]
    public async Task Its_errors_and_calls_out_of_turn_are_answered_as_by_aws()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Function("provided", "x", ("bootstrap", Loop + """
                call POST $base/invocation/00000000-0000-4000-8000-000000000000/response 1; first=$(tail -n 1 <<<"$answer")
                call GET $base/invocation/next ""; second=$(tail -n 1 <<<"$answer")
                call POST $base/invocation/$id/error '{"errorType":"Mine","errorMessage":"m"}'
                call POST $base/invocation/$id/response 1; third=$(tail -n 1 <<<"$answer")
                printf '%s\n%s\n%s\n' "$first" "$second" "$third"
            done
            """));
        JsonElement error = await host.FailAsync(spec);
        Assert.Equal("Mine", error.GetProperty("errorType").GetString());
        await host.RawAsync(spec);
        string log = string.Concat(host.Log.Messages);
        Assert.Contains("""{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}""", log, StringComparison.Ordinal);
        Assert.True(log.Split("InvalidStateTransition").Length > 2);
    }

    [Fact]
    public async Task A_program_in_csharp_is_a_runtime()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Function("dotnet8", "x") with
        {
            CodeFolder = AppContext.BaseDirectory,
            LayerFolders = [host.Folder(("bootstrap", $"#!/bin/sh\nexec '{Environment.ProcessPath}' \"$LAMBDA_TASK_ROOT/Gateway.LambdaCompat.Engine.Tests.dll\" runtime\n"))],
            MemoryMegabytes = 512,
        };
        Assert.SkipUnless(Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" && Environment.ProcessPath!.StartsWith("/usr/", StringComparison.Ordinal), "The .NET that runs the tests is not visible behind the walls.");
        Assert.Equal("""{"echo":{"a":1}}""", await host.CallAsync(spec, """{"a":1}"""));
        Assert.Equal("""{"echo":2}""", await host.CallAsync(spec, "2"));
        Assert.Contains("from C#: 2\n", host.Log.Messages);
    }

    [Fact]
    public async Task A_package_without_bootstrap_cannot_run()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        JsonElement error = await host.FailAsync(host.Function("provided.al2", "x", ("readme", "nothing")));
        Assert.Equal("Runtime.InvalidEntrypoint", error.GetProperty("errorType").GetString());
        Assert.EndsWith("Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bootstrap_that_ends_at_once_is_told_with_its_status()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        JsonElement error = await host.FailAsync(host.Function("provided.al2", "x", ("bootstrap", "#!/bin/sh\nexit 127\n")));
        Assert.Matches("^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 127$", error.GetProperty("errorMessage").GetString());
        Assert.Equal("Runtime.ExitError", error.GetProperty("errorType").GetString());
    }
}
