using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Testing.Faces;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.Operations;

public sealed class SettingTests : IAsyncDisposable
{
    private const string Function = "/2015-03-31/functions/f";

    private readonly LambdaUnderTest lambda = new();

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Fact]
    public async Task Statements_make_a_policy()
    {
        await lambda.CreateAsync("f");

        JsonObject first = await lambda.OkAsync("POST", Function + "/policy", "{'StatementId':'s3','Action':'lambda:InvokeFunction','Principal':'s3.amazonaws.com','SourceArn':'arn:aws:s3:::b','SourceAccount':'123456789012'}");
        await lambda.OkAsync("POST", Function + "/policy", "{'StatementId':'id','Action':'lambda:InvokeFunction','Principal':'999999999999'}");

        const string Statement = """{"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"}}}""";
        Assert.Equal(Statement, (string?)first["Statement"]);
        JsonObject policy = JsonNode.Parse((string)(await lambda.OkAsync("GET", Function + "/policy"))["Policy"]!)!.AsObject();
        Assert.Equal(("2012-10-17", "default", 2), ((string?)policy["Version"], (string?)policy["Id"], policy["Statement"]!.AsArray().Count));
        Assert.Equal("arn:aws:iam::999999999999:root", (string?)policy["Statement"]![1]!["Principal"]!["AWS"]);
        Assert.StartsWith("409 ResourceConflictException: The statement id (s3) provided already exists.", await lambda.ErrorAsync("POST", Function + "/policy", "{'StatementId':'s3','Action':'lambda:InvokeFunction','Principal':'*'}"), StringComparison.Ordinal);
        Assert.Equal("404 ResourceNotFoundException: Statement x is not found in resource policy.", await lambda.ErrorAsync("DELETE", Function + "/policy/x"));

        await lambda.OkAsync("DELETE", Function + "/policy/s3");
        await lambda.OkAsync("DELETE", Function + "/policy/id");
        Assert.Equal("404 ResourceNotFoundException: The resource you requested does not exist.", await lambda.ErrorAsync("GET", Function + "/policy"));
        Assert.Equal("404 ResourceNotFoundException: No policy is associated with the given resource.", await lambda.ErrorAsync("DELETE", Function + "/policy/x"));
        Assert.Equal($"404 ResourceNotFoundException: No policy found for: {Arn}g", await lambda.ErrorAsync("DELETE", "/2015-03-31/functions/g/policy/x"));
        Assert.Equal("400 InvalidParameterValueException: We currently do not support adding policies for $LATEST.", await lambda.ErrorAsync("POST", Function + "/policy", "{'StatementId':'s','Action':'lambda:InvokeFunction','Principal':'*'}", "Qualifier=$LATEST"));
    }

    [Fact]
    public async Task Tags_belong_to_the_function()
    {
        await lambda.CreateAsync("f");
        const string Tags = "/2017-03-31/tags/" + Arn + "f";
        string before = (string)(await lambda.OkAsync("GET", Function + "/configuration"))["RevisionId"]!;

        Assert.Equal(204, (await lambda.CallAsync("POST", Tags, "{'Tags':{'a':'1','b':'2'}}")).Status);
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Tags, query: "tagKeys=a")).Status);

        Assert.Equal("""{"Tags":{"b":"2"}}""", (await lambda.OkAsync("GET", Tags)).ToJsonString());
        Assert.NotEqual(before, (string?)(await lambda.OkAsync("GET", Function + "/configuration"))["RevisionId"]);
        Assert.Equal("400 InvalidParameterValueException: Tags on function aliases and versions are not supported. Please specify a function ARN.", await lambda.ErrorAsync("GET", Tags + ":1"));
        Assert.Equal("400 InvalidParameterValueException: An error occurred and the request cannot be processed.", await lambda.ErrorAsync("POST", Tags, "{'Tags':{}}"));
        Assert.Equal("400 InvalidParameterValueException: Number of tags exceeds resource tag limit.", await lambda.ErrorAsync("POST", Tags, $"{{'Tags':{{{string.Join(',', Enumerable.Range(0, 50).Select(i => $"'k{i}':''"))}}}}}"));
    }

    [Fact]
    public async Task Reserved_concurrency_leaves_some_for_others()
    {
        await lambda.CreateAsync("f");
        const string Concurrency = "/2017-10-31/functions/f/concurrency";
        const string Get = "/2019-09-30/functions/f/concurrency";

        Assert.Equal("{}", (await lambda.CallAsync("GET", Get)).Text);
        Assert.Equal("""{"ReservedConcurrentExecutions":10}""", (await lambda.OkAsync("PUT", Concurrency, "{'ReservedConcurrentExecutions':10}")).ToJsonString());
        Assert.Equal("""{"ReservedConcurrentExecutions":10}""", (await lambda.CallAsync("GET", Get)).Text);
        Assert.Equal(990, (int?)(await lambda.OkAsync("GET", "/2016-08-19/account-settings"))["AccountLimit"]!["UnreservedConcurrentExecutions"]);
        Assert.Equal("400 InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].", await lambda.ErrorAsync("PUT", Concurrency, "{'ReservedConcurrentExecutions':901}"));
        Assert.StartsWith("400 InvalidParameterValueException: This operation is permitted on Lambda functions only.", await lambda.ErrorAsync("PUT", "/2017-10-31/functions/f:1/concurrency", "{'ReservedConcurrentExecutions':1}"), StringComparison.Ordinal);
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Concurrency)).Status);
    }

    [Fact]
    public async Task Provisioned_concurrency_starts_environments()
    {
        await lambda.CreateAsync("f", "'Publish':true");
        const string Path = "/2019-09-30/functions/f/provisioned-concurrency";
        TaskCompletionSource ready = new();
        lambda.Face.Services.Functions.Changed += (_, after) =>
        {
            if (after!.Provisioned.Values.Any(provisioned => provisioned.Status == "READY")) ready.TrySetResult();
        };

        MemoryAnswer answer = await lambda.CallAsync("PUT", Path, "{'ProvisionedConcurrentExecutions':2}", "Qualifier=1");
        await ready.Task.SoonAsync();

        Assert.Equal((202, "IN_PROGRESS", 0), (answer.Status, (string?)answer.Json!["Status"], (int?)answer.Json!["AvailableProvisionedConcurrentExecutions"]));
        JsonObject now = await lambda.OkAsync("GET", Path, query: "Qualifier=1");
        Assert.Equal(("READY", 2), ((string?)now["Status"], (int?)now["AvailableProvisionedConcurrentExecutions"]));
        Assert.Single(lambda.Engine.Provisioned);
        Assert.Single((await lambda.OkAsync("GET", Path, query: "List=ALL"))["ProvisionedConcurrencyConfigs"]!.AsArray());
        Assert.Equal("400 InvalidParameterValueException: Provisioned Concurrency Configs cannot be applied to unpublished function versions.", await lambda.ErrorAsync("PUT", Path, "{'ProvisionedConcurrentExecutions':2}", "Qualifier=$LATEST"));
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Path, query: "Qualifier=1")).Status);
        Assert.Equal("404 ProvisionedConcurrencyConfigNotFoundException: No Provisioned Concurrency Config found for this function", await lambda.ErrorAsync("GET", Path, query: "Qualifier=1"));
    }

    [Fact]
    public async Task Asynchronous_settings_are_replaced_or_merged()
    {
        await lambda.CreateAsync("f");
        await lambda.CreateAsync("g");
        const string Path = "/2019-09-25/functions/f/event-invoke-config";
        Assert.Equal($"404 ResourceNotFoundException: The function {Arn}f:$LATEST doesn't have an EventInvokeConfig", await lambda.ErrorAsync("GET", Path));
        Assert.Equal("404 ResourceNotFoundException: The function doesn't exist.", await lambda.ErrorAsync("PUT", "/2019-09-25/functions/x/event-invoke-config", "{'MaximumRetryAttempts':1}"));
        Assert.Equal("400 InvalidParameterValueException: You must specify at least one of error handling or destination setting.", await lambda.ErrorAsync("PUT", Path, "{}"));
        Assert.Equal("400 InvalidParameterValueException: You can't specify the function as a destination for itself.", await lambda.ErrorAsync("PUT", Path, $"{{'DestinationConfig':{{'OnSuccess':{{'Destination':'{Arn}f'}}}}}}"));
        Assert.Equal($"400 InvalidParameterValueException: The destination ARN {Arn}x is invalid.", await lambda.ErrorAsync("PUT", Path, $"{{'DestinationConfig':{{'OnSuccess':{{'Destination':'{Arn}x'}}}}}}"));

        Assert.Equal($"404 ResourceNotFoundException: The function {Arn}f:$LATEST doesn't have an EventInvokeConfig", await lambda.ErrorAsync("POST", Path, "{'MaximumRetryAttempts':1}"));

        await lambda.OkAsync("PUT", Path, $"{{'MaximumRetryAttempts':1,'DestinationConfig':{{'OnSuccess':{{'Destination':'{Arn}g'}}}}}}");
        JsonObject merged = await lambda.OkAsync("POST", Path, "{'MaximumEventAgeInSeconds':60}");
        JsonObject replaced = await lambda.OkAsync("PUT", Path, "{'MaximumRetryAttempts':0}");

        Assert.Equal((1, 60, Arn + "g", Arn + "f:$LATEST"), ((int?)merged["MaximumRetryAttempts"], (int?)merged["MaximumEventAgeInSeconds"], (string?)merged["DestinationConfig"]!["OnSuccess"]!["Destination"], (string?)merged["FunctionArn"]));
        Assert.Equal("""{"OnSuccess":{},"OnFailure":{}}""", replaced["DestinationConfig"]!.ToJsonString());
        Assert.False(replaced.ContainsKey("MaximumEventAgeInSeconds"));
        Assert.Single((await lambda.OkAsync("GET", Path + "/list"))["FunctionEventInvokeConfigs"]!.AsArray());
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Path)).Status);
    }

    [Fact]
    public async Task A_function_url_is_found_by_its_id()
    {
        await lambda.CreateAsync("f");
        const string Path = "/2021-10-31/functions/f/url";
        Assert.Equal("404 ResourceNotFoundException: The resource you requested does not exist.", await lambda.ErrorAsync("GET", Path));
        Assert.Equal("404 ResourceNotFoundException: Function does not exist", await lambda.ErrorAsync("POST", "/2021-10-31/functions/g/url", "{'AuthType':'NONE'}"));

        JsonObject made = await lambda.OkAsync("POST", Path, "{'AuthType':'NONE','Cors':{'AllowOrigins':['*'],'MaxAge':5}}");
        await lambda.RestartAsync();

        Assert.False(made.ContainsKey("InvokeMode"));
        string id = new Uri((string)made["FunctionUrl"]!).Host.Split('.')[0];
        FunctionUrl url = lambda.Face.FunctionUrls.Find(id)!;
        Assert.Equal(("f", null, "NONE", "BUFFERED", false), (url.FunctionName, url.Qualifier, url.AuthType, url.InvokeMode, url.IsPublic));
        Assert.Equal(5, url.Cors!.MaxAge);
        Assert.Equal($"409 ResourceConflictException: Failed to create function url config for [functionArn = {Arn}f]. Error message:  FunctionUrlConfig exists for this Lambda function", await lambda.ErrorAsync("POST", Path, "{'AuthType':'NONE'}"));

        await lambda.OkAsync("POST", Function + "/policy", "{'StatementId':'url','Action':'lambda:InvokeFunctionUrl','Principal':'*','FunctionUrlAuthType':'NONE'}");
        JsonObject updated = await lambda.OkAsync("PUT", Path, "{'InvokeMode':'RESPONSE_STREAM'}");
        Assert.Equal("RESPONSE_STREAM", (string?)updated["InvokeMode"]);
        Assert.True(lambda.Face.FunctionUrls.Find(id) is { IsPublic: true, InvokeMode: "RESPONSE_STREAM" });
        Assert.StartsWith("400 ValidationException: 1 validation error detected: Value 'x' at 'invokeMode' failed to satisfy constraint: Member must satisfy enum value set: [RESPONSE_STREAM, BUFFERED]", await lambda.ErrorAsync("PUT", Path, "{'InvokeMode':'x'}"), StringComparison.Ordinal);
        Assert.Single((await lambda.OkAsync("GET", Path + "s"))["FunctionUrlConfigs"]!.AsArray());
        Assert.Equal(204, (await lambda.CallAsync("DELETE", Path)).Status);
        Assert.Null(lambda.Face.FunctionUrls.Find(id));
    }

    [Fact]
    public async Task Small_settings_are_kept()
    {
        await lambda.CreateAsync("f", "'Publish':true");

        Assert.Equal("Terminate", (string?)(await lambda.OkAsync("GET", "/2024-08-31/functions/f/recursion-config"))["RecursiveLoop"]);
        await lambda.OkAsync("PUT", "/2024-08-31/functions/f/recursion-config", "{'RecursiveLoop':'Allow'}");
        Assert.Equal("Allow", (string?)(await lambda.OkAsync("GET", "/2024-08-31/functions/f/recursion-config"))["RecursiveLoop"]);
        Assert.Equal("Auto", (string?)(await lambda.OkAsync("GET", "/2021-07-20/functions/f/runtime-management-config"))["UpdateRuntimeOn"]);
        await lambda.OkAsync("PUT", "/2021-07-20/functions/f/runtime-management-config", "{'UpdateRuntimeOn':'FunctionUpdate'}");
        Assert.Equal("FunctionUpdate", (string?)(await lambda.OkAsync("GET", "/2021-07-20/functions/f/runtime-management-config"))["UpdateRuntimeOn"]);
        await lambda.OkAsync("PUT", "/2025-11-30/functions/f/function-scaling-config", "{'FunctionScalingConfig':{'MinExecutionEnvironments':1,'MaxExecutionEnvironments':3}}", "Qualifier=1");
        Assert.Equal(3, (int?)(await lambda.OkAsync("GET", "/2025-11-30/functions/f/function-scaling-config", query: "Qualifier=1"))["AppliedFunctionScalingConfig"]!["MaxExecutionEnvironments"]);
        Assert.Equal("f", (string?)(await lambda.OkAsync("GET", "/2020-06-30/functions/f/code-signing-config"))["FunctionName"]);
        Assert.Equal(204, (await lambda.CallAsync("DELETE", "/2020-06-30/functions/f/code-signing-config")).Status);
    }
}
