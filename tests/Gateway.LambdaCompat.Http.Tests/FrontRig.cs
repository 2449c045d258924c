using System.Text;
using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Engine;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;
using Gateway.Testing;
using Gateway.Testing.Faces;
using Gateway.Wire.Faces;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Tests;

/// <summary>The front with functions that are delegates.</summary>
public sealed class FrontRig : IFunctionInvoker, IFunctionUrls, IRouteSource, ISignatureCheck
{
    public const string Account = "000000000000";

    public FrontRig() => Front = new HttpFront(new HttpFrontSettings
    {
        Functions = this,
        Urls = this,
        Routes = this,
        Signatures = this,
        Keys = (address, _) => Task.FromResult(Documents.TryGetValue(address.ToString(), out string? text) ? Encoding.UTF8.GetBytes(Count(address, text)) : null),
        Time = Time,
        OnBug = (bug, _) => Bugs.Add(bug),
    });

    public HttpFront Front { get; }

    public ManualTimeProvider Time { get; } = new();

    public List<Exception> Bugs { get; } = [];

    public Dictionary<string, FunctionUrl> Urls { get; } = [];

    public Dictionary<string, HttpApi> Apis { get; } = [];

    public Dictionary<string, IReadOnlyList<DomainMapping>> Domains { get; } = [];

    public Dictionary<string, string> Documents { get; } = [];

    public List<string> Fetched { get; } = [];

    /// <summary>By name or ARN: from the event to the payload of the answer.</summary>
    public Dictionary<string, Func<FunctionInvocation, Task<InvocationOutcome>>> Functions { get; } = [];

    public SignedCaller? Caller { get; set; }

    /// <summary>The last event that each function saw.</summary>
    public Dictionary<string, JsonNode> Seen { get; } = [];

    public Dictionary<string, int> Calls { get; } = [];

    public static InvocationOutcome Done(string payload) => new() { Status = InvocationStatus.Succeeded, Payload = Encoding.UTF8.GetBytes(payload) };

    public static InvocationOutcome Failed(string payload = "{}") => new() { Status = InvocationStatus.Failed, Payload = Encoding.UTF8.GetBytes(payload), ErrorType = "Error" };

    public void Answers(string function, string payload) => Functions[function] = _ => Task.FromResult(Done(payload));

    public void AddUrl(string mode = "BUFFERED", string auth = "NONE", FunctionUrlCors? cors = null, bool isPublic = true) =>
        Urls["url1"] = new FunctionUrl { UrlId = "url1", AccountId = Account, Region = "us-east-1", FunctionName = "f", AuthType = auth, InvokeMode = mode, Cors = cors, IsPublic = isPublic };

    /// <summary>Adds an API with one stage.</summary>
    public void AddApi(HttpApiKind kind, string stage, params ApiRoute[] routes) => AddApi(kind, stage, api => api, routes);

    public void AddApi(HttpApiKind kind, string stage, Func<HttpApi, HttpApi> change, params ApiRoute[] routes) => Apis["api1"] = change(new HttpApi
    {
        Kind = kind,
        AccountId = Account,
        Region = "us-east-1",
        ApiId = "api1",
        Stages = new Dictionary<string, ApiStage> { [stage] = new() { Name = stage, Routes = routes, DeploymentId = "dep1", Variables = new Dictionary<string, string> { ["color"] = "blue" } } },
    });

    /// <summary>A route to the function <c>f</c>.</summary>
    public static ApiRoute Route(string method, string? path, string version = "2.0", string function = "f") => new()
    {
        Id = $"id-{method}-{path}",
        Method = method,
        Path = path,
        Integration = new ApiIntegration { Type = "AWS_PROXY", Function = function, PayloadVersion = version },
    };

    public Task<MemoryAnswer> AskAsync(string method, string target, params string[] headers) => AskAsync(method, target, default, headers);

    public async Task<MemoryAnswer> AskAsync(string method, string target, ReadOnlyMemory<byte> body, string[] headers, string host = "127.0.0.1:4566")
    {
        int question = target.IndexOf('?');
        MemoryAnswer answer = new();
        await Front.RunAsync(
            new FaceRequest
            {
                AccountId = Account,
                Region = "us-east-1",
                RequestId = "11111111-2222-4333-8444-555555555555",
                Method = method,
                Path = question < 0 ? target : target[..question],
                Query = question < 0 ? "" : target[(question + 1)..],
                Host = host,
                SourceIp = "10.0.0.7",
                Headers = [KeyValuePair.Create("Host", host), .. headers.Select(header => KeyValuePair.Create(header.Split(": ", 2)[0], header.Split(": ", 2)[1]))],
                Body = body,
            },
            answer,
            TestContext.Current.CancellationToken);
        Assert.Empty(Bugs);
        return answer;
    }

    public async Task<(InvocationOutcome Outcome, string ExecutedVersion)?> InvokeAsync(string accountId, string region, string functionName, string? qualifier, FunctionInvocation call, CancellationToken token)
    {
        Calls[functionName] = Calls.GetValueOrDefault(functionName) + 1;
        Seen[functionName] = JsonNode.Parse(call.Payload.Span)!;
        return Functions.TryGetValue(functionName, out Func<FunctionInvocation, Task<InvocationOutcome>>? function) ? (await function(call), "$LATEST") : null;
    }

    public Task<bool> EnqueueAsync(string accountId, string region, string functionName, string? qualifier, ReadOnlyMemory<byte> payload, string requestId, CancellationToken token) => throw new InvalidOperationException("the front never queues");

    public FunctionUrl? Find(string urlId) => Urls.GetValueOrDefault(urlId);

    public HttpApi? FindApi(string apiId) => Apis.GetValueOrDefault(apiId);

    public IReadOnlyList<DomainMapping>? FindDomain(string domainName) => Domains.GetValueOrDefault(domainName);

    public SignedCaller? Check(FaceRequest request, string service) => Caller;

    private string Count(Uri address, string text)
    {
        Fetched.Add(address.ToString());
        return text;
    }
}
