using System.Text.Json;

namespace Gateway.LambdaCompat.Engine.Tests;

public sealed class PythonTests
{
    [Fact]
    public async Task A_handler_gets_event_and_context()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Python("""
            import os
            def handler(event, context):
                return [event, context.function_name, context.memory_limit_in_mb, context.function_version, context.invoked_function_arn, context.log_group_name,
                        0 < context.get_remaining_time_in_millis() <= 20000, context.client_context.custom, os.getcwd() == os.environ['LAMBDA_TASK_ROOT'], os.environ['AWS_EXECUTION_ENV']]
            """);
        InvocationOutcome outcome = await host.RawAsync(spec, """{"a":"ü"}""", clientContext: """{"custom":{"k":"v"}}""");
        Assert.Equal("""[{"a": "\u00fc"}, "hello", "256", "$LATEST", "arn:aws:lambda:eu-central-1:000000000000:function:hello", "/aws/lambda/hello", true, {"k": "v"}, true, "AWS_Lambda_python3.12"]""", FunctionHost.Text(outcome));
    }

    [Fact]
    public async Task An_exception_is_the_answer_and_is_in_the_log()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Python("def handler(event, context):\n    return 1 / 0\n");
        JsonElement error = await host.FailAsync(spec);
        Assert.Equal(["errorMessage", "errorType", "requestId", "stackTrace"], error.EnumerateObject().Select(one => one.Name));
        Assert.Equal(("division by zero", "ZeroDivisionError"), (error.GetProperty("errorMessage").GetString(), error.GetProperty("errorType").GetString()));
        Assert.Contains("line 2, in handler\n    return 1 / 0\n", error.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains(host.Log.Messages, message => message.StartsWith("[ERROR] ZeroDivisionError: division by zero\nTraceback (most recent call last):\n\u00a0\u00a0File \"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("other.handler", "x = 1", "Runtime.ImportModuleError", "Unable to import module 'other': No module named 'other'")]
    [InlineData("index.missing", "x = 1", "Runtime.HandlerNotFound", "Handler 'missing' missing on module 'index'")]
    [InlineData("index", "x = 1", "Runtime.MalformedHandlerName", "Bad handler 'index': not enough values to unpack (expected 2, got 1)")]
    public async Task A_function_that_cannot_be_loaded_says_why(string handler, string code, string type, string message)
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        JsonElement error = await host.FailAsync(host.Function("python3.12", handler, ("index.py", code)));
        Assert.Equal((type, message, ""), (error.GetProperty("errorType").GetString(), error.GetProperty("errorMessage").GetString(), error.GetProperty("requestId").GetString()));
    }

    [Fact]
    public async Task A_result_that_is_no_json_is_an_error()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        Assert.Equal("Runtime.MarshalError", (await host.RawAsync(host.Python("def handler(event, context):\n    return {1}\n"))).ErrorType);
    }

    [Fact]
    public async Task The_log_has_prints_and_records()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        await host.RawAsync(host.Python("import logging\nlogging.getLogger().setLevel('INFO')\ndef handler(event, context):\n    print('plain')\n    logging.info('one\\ntwo')\n"));
        string id = host.Log.Messages.Single(message => message.StartsWith("START", StringComparison.Ordinal)).Split(' ')[2];
        Assert.Contains("plain\n", host.Log.Messages);
        Assert.Single(host.Log.Messages, message => System.Text.RegularExpressions.Regex.IsMatch(message, $@"^\[INFO\]\t\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z\t{id}\tone\ntwo\n$"));
    }

    [Fact]
    public async Task Layers_and_modules_of_the_package_are_on_the_path()
    {
        await using FunctionHost host = await FunctionHost.StartAsync();
        EnvironmentSpec spec = host.Function("python3.9", "app/main.handler", ("app/main.py", "import helper, layered\ndef handler(event, context):\n    return [helper.x, layered.x]\n"), ("helper.py", "x = 1\n")) with
        { LayerFolders = [host.Folder(("python/layered.py", "x = 2\n"))] };
        Assert.Equal("[1, 2]", await host.CallAsync(spec));
    }
}
