using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Gateway.Api.Admin;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Gateway.Replication.Status;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Cluster;

/// <summary>Whole PoPs in this process, each in a folder of its own, asked over HTTP as clients and operators ask them. The one named <c>one</c> is the central PoP.</summary>
/// <param name="options">What all of them have; null for nothing special.</param>
/// <param name="log">Takes their log from a level on; null for nobody.</param>
/// <param name="level">The level.</param>
internal sealed class PopsUnderTest(Func<PopOptions, PopOptions>? options = null, TextWriter? log = null, LogLevel level = LogLevel.Information) : IDisposable
{
    /// <summary>The name of the first PoP.</summary>
    public const string Central = "one";

    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;

    /// <summary>For what is asked otherwise.</summary>
    public HttpClient Client { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Waits for something that happens by itself.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, int seconds = 60)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(seconds));
        while (!await isSo()) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
    }

    /// <summary>A path in a PoP's data folder.</summary>
    public string At(string name, params string[] path) => Path.Combine([folder, name, .. path]);

    /// <summary>Starts a PoP, anew or again.</summary>
    /// <param name="name">Its folder.</param>
    /// <param name="token">To join with.</param>
    /// <param name="more">What it alone has.</param>
    public Task<Pop> StartAsync(string name, string? token = null, Func<PopOptions, PopOptions>? more = null)
    {
        PopOptions own = new() { Port = 0, DataFolder = At(name), JoinToken = token };
        own = options?.Invoke(own) ?? own;
        return Pop.StartAsync(more?.Invoke(own) ?? own, TimeProvider.System, new Random(name.Length + name[0]), new LineLog(log ?? TextWriter.Null, log is null ? LogLevel.Error : level), Token);
    }

    /// <summary>Lets another PoP in.</summary>
    public Task<AddedPop> AddAsync(AddPop? request = null, string at = Central) =>
        AdminAsync(at, HttpMethod.Post, "/v1/pops", AdminJson.Default.AddedPop, JsonSerializer.SerializeToUtf8Bytes(request ?? new AddPop(), AdminJson.Default.AddPop));

    /// <summary>A token for another PoP.</summary>
    public async Task<string> TokenAsync(AddPop? request = null) => (await AddAsync(request)).Token;

    /// <summary>The members, as a PoP knows them.</summary>
    public Task<PopList> ListAsync(string at = Central) => AdminAsync(at, HttpMethod.Get, "/v1/pops", AdminJson.Default.PopList);

    /// <summary>What a PoP says of itself.</summary>
    public async Task<ReplicationStatus> StatusAsync(string name) => (await AdminAsync(name, HttpMethod.Get, "/v1/status", AdminJson.Default.StatusList)).Pops[0];

    /// <summary>How a PoP's link to another one is.</summary>
    public async Task<LinkStatus> LinkAsync(string name, string peer) => (await StatusAsync(name)).Links.Single(link => link.Peer == peer);

    /// <summary>Cuts a PoP's links to some others, and heals those to all else. It must be a supervised one.</summary>
    public Task CutAsync(string name, params string[] peers) =>
        AdminAsync(name, HttpMethod.Put, "/v1/links", AdminJson.Default.Done, JsonSerializer.SerializeToUtf8Bytes(new CutList(peers), AdminJson.Default.CutList));

    /// <summary>Asks a PoP's admin API.</summary>
    public async Task<T> AdminAsync<T>(string name, HttpMethod method, string path, JsonTypeInfo<T> type, byte[]? body = null)
    {
        using AdminClient admin = new(At(name));
        return await admin.AskAsync(method, path, body, type, Token);
    }

    /// <summary>Asks a PoP's DynamoDB.</summary>
    public Task<(HttpStatusCode Status, JsonNode Body)> DynamoAsync(Pop pop, string operation, string json)
    {
        StringContent content = new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/x-amz-json-1.0"));
        content.Headers.Add("X-Amz-Target", "DynamoDB_20120810." + operation);
        return AskAsync(pop, HttpMethod.Post, "", content);
    }

    /// <summary>Makes a table with a partition key of texts.</summary>
    public async Task CreateTableAsync(Pop pop, string name, string key)
    {
        (HttpStatusCode status, JsonNode answer) = await DynamoAsync(pop, "CreateTable", $$"""{"TableName":"{{name}}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"{{key}}","AttributeType":"S"}],"KeySchema":[{"AttributeName":"{{key}}","KeyType":"HASH"}]}""");
        Assert.True(status == HttpStatusCode.OK, answer.ToJsonString());
    }

    /// <summary>Asks a PoP's Lambda; again, as SDKs do, while it joins.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> LambdaAsync(Pop pop, HttpMethod method, string path, string? body = null)
    {
        (HttpStatusCode Status, JsonNode Body) answer = default;
        await UntilAsync(async () =>
        {
            answer = await AskAsync(pop, method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));
            return (string?)answer.Body["Message"] is not { } message || !message.EndsWith("does not take changes now.", StringComparison.Ordinal);
        });
        return answer;
    }

    public void Dispose()
    {
        Client.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(Pop pop, HttpMethod method, string path, HttpContent? content)
    {
        using HttpRequestMessage request = new(method, $"{pop.Endpoint}{path}") { Content = content };
        using HttpResponseMessage answer = await Client.SendAsync(request, Token);
        string text = await answer.Content.ReadAsStringAsync(Token);
        return (answer.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }
}
