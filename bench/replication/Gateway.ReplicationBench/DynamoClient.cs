using System.Net.Http.Headers;
using System.Text;

namespace Gateway.ReplicationBench;

/// <summary>Requests as small as they can be: the load generator shares the machine with what it measures.</summary>
internal sealed class DynamoClient : IDisposable
{
    private const string Authorization = "AWS4-HMAC-SHA256 Credential=000000000001/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

    private readonly HttpClient http;

    public DynamoClient(Uri endpoint) => http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = endpoint };

    /// <summary>Sends one request.</summary>
    /// <returns>The answer's text.</returns>
    /// <exception cref="BenchFault">The answer is an error.</exception>
    public async Task<string> SendAsync(string operation, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810." + operation);
        request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        using HttpResponseMessage answer = await http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new BenchFault($"{operation}: {text}");
    }

    public Task MakeTableAsync(string table) => SendAsync(
        "CreateTable",
        $$"""{"TableName":"{{table}}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}],"KeySchema":[{"AttributeName":"k","KeyType":"HASH"}]}""");

    public async Task WaitForTableAsync(string table)
    {
        while (!(await SendAsync("ListTables", "{}")).Contains($"\"{table}\"", StringComparison.Ordinal)) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
    }

    public Task PutAsync(string table, string key, long number) => SendAsync("PutItem", Put(table, key, number));

    public async Task<bool> HasAsync(string table, string key) =>
        (await SendAsync("GetItem", $$$"""{"TableName":"{{{table}}}","Key":{"k":{"S":"{{{key}}}"} } }""")).Contains("\"Item\"", StringComparison.Ordinal);

    public Task PutManyAsync(string table, long first, int count, long version = 0)
    {
        StringBuilder body = new($$$"""{"RequestItems":{"{{{table}}}":[""");
        for (int i = 0; i < count; i++)
        {
            if (i > 0) body.Append(',');
            body.Append(System.Globalization.CultureInfo.InvariantCulture, $$$"""{"PutRequest":{"Item":{{{Item($"item-{first + i}", first + i + version)}}} } }""");
        }

        return SendAsync("BatchWriteItem", body.Append("]}}").ToString());
    }

    public Task IncreaseAsync(string table, string key) => SendAsync(
        "UpdateItem",
        $$$$"""{"TableName":"{{{{table}}}}","Key":{"k":{"S":"{{{{key}}}}"}},"UpdateExpression":"ADD n :one","ExpressionAttributeValues":{":one":{"N":"1"}}}""");

    public async Task<long> CounterAsync(string table, string key)
    {
        string answer = await SendAsync("GetItem", $$$"""{"TableName":"{{{table}}}","Key":{"k":{"S":"{{{key}}}"} } }""");
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(answer);
        return json.RootElement.TryGetProperty("Item", out var item) ? long.Parse(item.GetProperty("n").GetProperty("N").GetString()!, System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    public void Dispose() => http.Dispose();

    private static string Put(string table, string key, long number) => $$$"""{"TableName":"{{{table}}}","Item":{{{Item(key, number)}}} }""";

    private static string Item(string key, long number) => $$$"""{"k":{"S":"{{{key}}}"},"n":{"N":"{{{number}}}"},"s":{"S":"0123456789012345678901234567890123456789"}}""";
}
