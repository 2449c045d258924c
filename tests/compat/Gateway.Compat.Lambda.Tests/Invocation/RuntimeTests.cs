using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using Gateway.Testing.Gateways;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Invocation;

/// <summary>What functions find where they run. Source: doc configuration-envvars, lambda-runtime-environment, runtimes-walkthrough; values as observed.</summary>
public sealed class RuntimeTests(ServiceUnderTest service)
{
    private const string NodeVariables = "exports.handler = async () => process.env;";
    private const string PythonVariables = "import os\ndef handler(event, context):\n    return dict(os.environ)\n";

    [Theory]
    [InlineData("nodejs22.x", "index.js", NodeVariables)]
    [InlineData("python3.12", "index.py", PythonVariables)]
    public async Task Variables_say_who_and_where_it_is(string runtime, string file, string code)
    {
        string zip = Convert.ToBase64String(FunctionClient.Zip((file, code)));
        TestFunction f = await NewAsync(service, $$$"""  "Runtime":"{{{runtime}}}","MemorySize":256,"Environment":{"Variables":{"MINE":"ä=1"}},"Code":{"ZipFile":"{{{zip}}}"}  """);

        JsonObject variables = (await f.InvokeAsync("{}")).Json;

        string[] names = ["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_EXECUTION_ENV", "_HANDLER", "TZ", "LANG", "MINE"];
        Assert.Equal(
            ["F", "$LATEST", "256", "/aws/lambda/F", "on-demand", $"AWS_Lambda_{runtime}", "index.handler", ":UTC", "en_US.UTF-8", "ä=1"],
            names.Select(name => f.Show((string?)variables[name] ?? "")));
        Assert.Equal((service.Region, service.Region), ((string?)variables["AWS_REGION"], (string?)variables["AWS_DEFAULT_REGION"]));
        if (service.HasWalls) Assert.Equal(("/var/task", "/var/runtime"), ((string?)variables["LAMBDA_TASK_ROOT"], (string?)variables["LAMBDA_RUNTIME_DIR"]));
        Assert.All((string[])["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API"], name => Assert.True(((string?)variables[name])?.Length > 0, name));
    }

    [Fact]
    public async Task A_shell_script_may_be_the_runtime()
    {
        const string Bootstrap =
            """
            #!/bin/sh
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
            while true; do
              event=$(curl -sS -D /tmp/head "$api/next")
              id=$(tr -d '\r' < /tmp/head | grep -i '^lambda-runtime-aws-request-id:' | cut -d ' ' -f 2)
              curl -sS -o /dev/null -d "{\"handler\":\"$_HANDLER\",\"event\":$event}" "$api/$id/response"
            done
            """;
        string zip = Convert.ToBase64String(FunctionClient.Zip(("bootstrap", Bootstrap)));
        TestFunction f = await NewAsync(service, $$$"""  "Runtime":"provided.al2023","Handler":"any.thing","Code":{"ZipFile":"{{{zip}}}"}  """);

        Assert.Equal("""200 {"event":{"a":1},"handler":"any.thing"}""", (await f.InvokeAsync("""{"a":1}""")).Whole);
    }

    [Fact]
    public async Task After_a_timeout_the_process_is_new_and_its_files_are_still_there()
    {
        Assert.SkipUnless(service.HasWalls, "Without bubblewrap and root /tmp does not outlive the process.");
        TestFunction f = await NewAsync(
            service,
            """  "Timeout":1  """,
            "const fs = require('fs'); let calls = 0; exports.handler = async (event) => { calls++; fs.appendFileSync('/tmp/edge-compat', 'x'); if (event.hangs) await new Promise(() => setTimeout(() => {}, 60000)); return [calls, fs.readFileSync('/tmp/edge-compat', 'utf8')]; };");

        Assert.Equal("""[1,"x"]""", (await f.InvokeAsync("{}")).Body);
        Assert.Equal("Unhandled", (await f.InvokeAsync("""{"hangs":true}""")).Header("x-amz-function-error"));
        Assert.Equal("""[1,"xxx"]""", (await f.InvokeAsync("{}")).Body);
    }
}
