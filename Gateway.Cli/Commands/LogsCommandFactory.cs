using System.CommandLine;
using System.Globalization;
using Gateway.Cli.Logs;

namespace Gateway.Cli.Commands;

/// <summary><c>edgectl logs</c>: what a function has printed.</summary>
internal static class LogsCommandFactory
{
    public static Command Create(TimeProvider time, HttpMessageHandler? handler = null)
    {
        Argument<string> function = new("function") { Description = "The function's name, or a log group as /aws/lambda/name" };
        Option<bool> follow = new("--follow", "-f") { Description = "Go on until Ctrl-C" };
        Option<string> since = new("--since") { Description = "How far to look back: 30s, 10m, 2h, 1d", HelpName = "time", DefaultValueFactory = _ => "10m" };
        since.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && SpanOf(text) is null) result.AddError($"--since: '{text}' is not a time, as '30s', '10m', '2h' or '1d'");
        });
        Option<Uri> endpoint = new("--endpoint")
        {
            Description = "Where the PoP answers; AWS_ENDPOINT_URL counts, too",
            HelpName = "url",
            DefaultValueFactory = _ => new Uri(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } url ? url : "http://127.0.0.1:4566"),
        };
        Option<string> region = new("--region") { Description = "The function's region; AWS_REGION counts, too", HelpName = "region", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION") ?? "us-east-1" };
        Command logs = new("logs", "Show what a function has printed") { function, follow, since, endpoint, region };
        logs.SetAction(async (line, token) =>
        {
            using HttpClient client = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
            LogReader reader = new(client, new Uri(line.GetRequiredValue(endpoint), "/"), line.GetRequiredValue(region), Credentials.FromEnvironment(), time);
            string name = line.GetRequiredValue(function);
            string group = name.StartsWith('/') ? name : $"/aws/lambda/{name}";
            TextWriter output = line.InvocationConfiguration.Output;
            try
            {
                await foreach (LogEvent found in reader.ReadAsync(group, time.GetUtcNow() - SpanOf(line.GetRequiredValue(since))!.Value, line.GetValue(follow), token)) await output.WriteLineAsync(found.Message.TrimEnd('\n'));
                return (int)ExitCode.Success;
            }
            catch (OperationCanceledException)
            {
                return (int)ExitCode.Success; // Ctrl-C is how following ends
            }
            catch (LogsException failure)
            {
                await line.InvocationConfiguration.Error.WriteLineAsync($"edgectl: {failure.Message}");
                return (int)ExitCode.Failure;
            }
        });
        return logs;
    }

    private static TimeSpan? SpanOf(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)) return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => null,
        };
    }
}
