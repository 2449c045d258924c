using System.Text;
using System.Text.Json;

// Takes events and answers them by Lambda's Runtime API, with nothing but the framework.
Uri api = new($"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/");
using HttpClient client = new() { BaseAddress = api, Timeout = Timeout.InfiniteTimeSpan };
int calls = 0;
while (true)
{
    using HttpResponseMessage next = await client.GetAsync(new Uri("invocation/next", UriKind.Relative));
    string id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
    using JsonDocument @event = JsonDocument.Parse(await next.Content.ReadAsStringAsync());
    bool fails = @event.RootElement.TryGetProperty("fail", out JsonElement reason);
    Console.WriteLine($"call {++calls}");
    string answer = fails
        ? JsonSerializer.Serialize(new { errorType = "OwnError", errorMessage = reason.GetString() })
        : JsonSerializer.Serialize(new { calls, framework = Environment.Version.Major, @event = @event.RootElement });
    using StringContent content = new(answer, Encoding.UTF8, "application/json");
    using HttpResponseMessage taken = await client.PostAsync(new Uri($"invocation/{id}/{(fails ? "error" : "response")}", UriKind.Relative), content);
    taken.EnsureSuccessStatusCode();
}
