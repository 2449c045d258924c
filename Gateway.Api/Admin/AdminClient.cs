using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.Api.Admin;

/// <summary>Asks a PoP of this machine by its admin API.</summary>
/// <param name="dataFolder">Of the PoP; the file <c>admin</c> in it says where and with what token.</param>
/// <param name="handler">Another way there than this machine's loopback network; it is disposed of.</param>
internal sealed class AdminClient(string dataFolder, HttpMessageHandler? handler = null) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly HttpClient client = new(handler ?? new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Patience }) { Timeout = Patience };

    /// <exception cref="AdminFault">It refuses; in its words.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async ValueTask<TAnswer> AskAsync<TAnswer>(HttpMethod method, string path, byte[]? body, JsonTypeInfo<TAnswer> type, CancellationToken token)
    {
        try
        {
            string[] lines = await File.ReadAllLinesAsync(Path.Combine(dataFolder, "admin"), token);
            if (lines.Length < 2) throw new HttpRequestException("the PoP is starting");
            using HttpRequestMessage request = new(method, lines[0] + path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", lines[1]);
            if (body is not null) request.Content = new ByteArrayContent(body);
            using HttpResponseMessage answer = await client.SendAsync(request, token);
            byte[] bytes = await answer.Content.ReadAsByteArrayAsync(token);
            if (!answer.IsSuccessStatusCode) throw new AdminFault(JsonSerializer.Deserialize(bytes, AdminJson.Default.AdminError)?.Error ?? "it failed");
            return JsonSerializer.Deserialize(bytes, type)!;
        }
        catch (Exception failure) when (failure is IOException or JsonException || (failure is OperationCanceledException && !token.IsCancellationRequested))
        {
            throw new HttpRequestException(failure.Message, failure);
        }
    }

    public void Dispose() => client.Dispose();
}
