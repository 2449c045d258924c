using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Cli.Admin;

/// <summary>Asks a PoP of this machine by its admin API. Where that is, and the token for it, stand in the file <c>admin</c> of its data folder.</summary>
/// <param name="client">Sends.</param>
/// <param name="dataFolder">Of the PoP, or of the process that runs several.</param>
internal sealed class AdminConnection(HttpClient client, string dataFolder)
{
    /// <summary>Asks.</summary>
    /// <param name="method">As the API has it.</param>
    /// <param name="path">As <c>/v1/pops</c>.</param>
    /// <param name="body">JSON; null for none.</param>
    /// <param name="token">Ends the waiting.</param>
    /// <returns>JSON.</returns>
    /// <exception cref="AdminException">Nobody answers, or the PoP refuses.</exception>
    public async Task<JsonNode> AskAsync(HttpMethod method, string path, JsonNode? body, CancellationToken token)
    {
        (string address, string secret) = await ReadFileAsync(token);
        using HttpRequestMessage request = new(method, address + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, token);
            JsonNode answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(token)) ?? throw new JsonException("an empty answer");
            return response.IsSuccessStatusCode ? answer : throw new AdminException((string?)answer["error"] ?? $"the PoP answers with {(int)response.StatusCode}");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is OperationCanceledException && !token.IsCancellationRequested))
        {
            throw new AdminException($"the PoP of {dataFolder} does not answer: {failure.Message}");
        }
    }

    private async Task<(string Address, string Secret)> ReadFileAsync(CancellationToken token)
    {
        string file = Path.Combine(dataFolder, "admin");
        try
        {
            string[] lines = await File.ReadAllLinesAsync(file, token);
            if (lines.Length >= 2) return (lines[0], lines[1]);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AdminException($"no PoP runs on {dataFolder}: start it with 'edgectl up', or name its folder with --data");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new AdminException($"{file} cannot be read: {failure.Message}");
        }

        throw new AdminException($"the PoP of {dataFolder} is starting: try again");
    }
}
