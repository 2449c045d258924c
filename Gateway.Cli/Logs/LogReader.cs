using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Cli.Logs;

/// <summary>Reads what a function has printed, from a PoP or from AWS: both speak CloudWatch Logs.</summary>
internal sealed class LogReader(HttpClient client, Uri endpoint, string region, Credentials credentials, TimeProvider time)
{
    private const string Target = "Logs_20140328.FilterLogEvents";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Late events may come behind later ones: so far it looks back.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    /// <summary>Reads a group's events in order.</summary>
    /// <param name="group">As <c>/aws/lambda/name</c>.</param>
    /// <param name="since">The oldest to read.</param>
    /// <param name="follows">True to go on until the token fires.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="LogsException">There is no such group, or nobody answers.</exception>
    public async IAsyncEnumerable<LogEvent> ReadAsync(string group, DateTimeOffset since, bool follows, [EnumeratorCancellation] CancellationToken token)
    {
        Dictionary<string, long> seen = [];
        long from = since.ToUnixTimeMilliseconds();
        while (true)
        {
            long newest = from;
            string? next = null;
            do
            {
                (List<LogEvent> events, next) = await PageAsync(group, from, next, token);
                foreach (LogEvent found in events)
                {
                    if (!seen.TryAdd(found.Id, found.Milliseconds)) continue;
                    newest = Math.Max(newest, found.Milliseconds);
                    yield return found;
                }
            }
            while (next is not null);

            if (!follows) yield break;
            from = Math.Max(from, newest - (long)Overlap.TotalMilliseconds);
            foreach (string old in seen.Where(pair => pair.Value < from).Select(pair => pair.Key).ToArray()) seen.Remove(old);
            await Task.Delay(Pause, time, token);
        }
    }

    private async Task<(List<LogEvent> Events, string? Next)> PageAsync(string group, long from, string? next, CancellationToken token)
    {
        JsonObject asked = new() { ["logGroupName"] = group, ["startTime"] = from };
        if (next is not null) asked["nextToken"] = next;
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(asked);
        using HttpRequestMessage request = new(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        RequestSigner.Sign(request, body, Target, credentials, region, "logs", time.GetUtcNow());
        JsonNode answer;
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, token);
            byte[] bytes = await response.Content.ReadAsByteArrayAsync(token);
            answer = bytes.Length > 0 ? JsonNode.Parse(bytes)! : new JsonObject();
            if (!response.IsSuccessStatusCode) throw new LogsException((string?)answer["message"] ?? (string?)answer["__type"] ?? $"{endpoint} answers with {(int)response.StatusCode}");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException)
        {
            throw new LogsException($"{endpoint} does not answer: {failure.Message}");
        }

        List<LogEvent> events = [.. (answer["events"]?.AsArray() ?? []).Select(found => new LogEvent((string)found!["eventId"]!, (long)found["timestamp"]!, (string)found["message"]!))];
        return (events, (string?)answer["nextToken"]);
    }
}
