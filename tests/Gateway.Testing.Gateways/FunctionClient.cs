using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Gateway.Testing.Gateways;

/// <summary>Creates and invokes functions by Lambda's API, as some account.</summary>
/// <param name="address">The PoP's.</param>
/// <param name="account">12 digits: where the PoP takes any credentials, an access key that is an account's number stands for it.</param>
public sealed class FunctionClient(string address, string account = "000000000000") : IDisposable
{
    private const string Functions = "/2015-03-31/functions";

    private readonly HttpClient client = new() { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(3) };

    /// <summary>Zips some texts; all of them may be run.</summary>
    public static byte[] Zip(params (string Name, string Text)[] files) => Zip(files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Text))));

    /// <summary>Zips some files; all of them may be run.</summary>
    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> files)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name);
                entry.ExternalAttributes = unchecked((int)0x81ED0000);
                using Stream stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Creates a function and waits until it can be invoked.</summary>
    /// <param name="more">Further members of the request.</param>
    public async Task CreateAsync(string name, string runtime, string handler, byte[] zip, JsonObject? more = null)
    {
        JsonObject request = new()
        {
            ["FunctionName"] = name,
            ["Runtime"] = runtime,
            ["Role"] = "arn:aws:iam::000000000000:role/tests",
            ["Handler"] = handler,
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip) },
        };
        foreach ((string member, JsonNode? value) in more ?? []) request[member] = value?.DeepClone();
        await AskAsync(HttpMethod.Post, Functions, request);
        for (int attempt = 0; attempt < 600; attempt++)
        {
            JsonNode configuration = await AskAsync(HttpMethod.Get, $"{Functions}/{name}/configuration");
            if (configuration["State"]!.GetValue<string>() == "Active") return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        Assert.Fail($"{name} does not become active.");
    }

    /// <summary>Invokes one and waits for its answer.</summary>
    public async Task<FunctionAnswer> InvokeAsync(string name, string payload = "{}", CancellationToken token = default)
    {
        using HttpRequestMessage request = Request(HttpMethod.Post, $"{Functions}/{name}/invocations");
        request.Headers.Add("X-Amz-Log-Type", "Tail");
        request.Content = new StringContent(payload, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.SendAsync(request, token);
        string? Header(string header) => answer.Headers.TryGetValues(header, out IEnumerable<string>? values) ? values.Single() : null;
        string log = Encoding.UTF8.GetString(Convert.FromBase64String(Header("X-Amz-Log-Result") ?? ""));
        return new FunctionAnswer((int)answer.StatusCode, Header("X-Amz-Function-Error"), await answer.Content.ReadAsStringAsync(token), log);
    }

    /// <summary>Deletes one.</summary>
    public async Task DeleteAsync(string name) => await AskAsync(HttpMethod.Delete, $"{Functions}/{name}");

    public void Dispose() => client.Dispose();

    /// <summary>Asks for logs, as CloudWatch Logs' API does.</summary>
    /// <returns>Null if there is no such group or stream.</returns>
    public async Task<JsonNode?> LogsAsync(string operation, JsonObject body)
    {
        using HttpRequestMessage request = Request(HttpMethod.Post, "/", "logs");
        request.Headers.Add("X-Amz-Target", $"Logs_20140328.{operation}");
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        using HttpResponseMessage answer = await client.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        if (text.Contains("ResourceNotFoundException", StringComparison.Ordinal)) return null;
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text);
    }

    /// <summary>Sends a request that must be answered well.</summary>
    public async Task<JsonNode> AskAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using HttpRequestMessage request = Request(method, path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage answer = await client.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"{method} {path}: {(int)answer.StatusCode} {text}"));
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>The PoP takes any signature from this machine; what it reads is key, region and service.</summary>
    private HttpRequestMessage Request(HttpMethod method, string path, string service = "lambda")
    {
        HttpRequestMessage request = new(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={account}/20261122/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=00");
        return request;
    }
}
