namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>A custom runtime in C#, as anyone would write it: an HttpClient and a loop.</summary>
internal static class EchoRuntime
{
    public static async Task<int> RunAsync()
    {
        string api = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
        using HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
        while (true)
        {
            using HttpResponseMessage next = await http.GetAsync(new Uri(api + "next"));
            string id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
            string body = await next.Content.ReadAsStringAsync();
            Console.WriteLine("from C#: " + body);
            using StringContent answer = new($$"""{"echo":{{body}}}""");
            using HttpResponseMessage _ = await http.PostAsync(new Uri($"{api}{id}/response"), answer);
        }
    }
}
