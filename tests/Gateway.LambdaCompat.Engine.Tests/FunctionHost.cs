using System.Text;
using System.Text.Json;
using Gateway.Testing;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>An engine of one test, and functions made from text.</summary>
internal sealed class FunctionHost : IAsyncDisposable
{
    private readonly TestFolder folder = new();
    private int number;

    private FunctionHost()
    {
    }

    public ProcessEngine Engine { get; private set; } = null!;

    public string WorkFolder => folder.At("work");

    public RecordedLog Log { get; } = new();

    public static async Task<FunctionHost> StartAsync(Func<ProcessEngineOptions, ProcessEngineOptions>? change = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The process engine runs on Linux only.");
        FunctionHost host = new();
        ProcessEngineOptions options = new() { WorkFolder = host.folder.At("work"), BlanksPerKind = 0 };
        try
        {
            host.Engine = await ProcessEngine.StartAsync(change?.Invoke(options) ?? options, host.Log, _ => new FunctionCredentials("ASIATEST", "secret", "token"), TimeProvider.System, new Random(1), TestContext.Current.CancellationToken);
            return host;
        }
        catch
        {
            host.folder.Dispose();
            throw;
        }
    }

    /// <summary>Skips the test where the machine cannot deny functions the network.</summary>
    public static async Task<FunctionHost> StartAsync(OutboundNetwork network, Func<ProcessEngineOptions, ProcessEngineOptions>? change = null)
    {
        try
        {
            return await StartAsync(options => (change?.Invoke(options) ?? options) with { Network = network });
        }
        catch (PlatformNotSupportedException fault) when (network == OutboundNetwork.Denied)
        {
            Assert.Skip(fault.Message);
            throw;
        }
    }

    public string Folder(params (string Name, string Text)[] files)
    {
        string path = folder.At("code" + Interlocked.Increment(ref number));
        foreach ((string name, string text) in files)
        {
            string file = Path.Combine(path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            if ((name == "bootstrap" || text.StartsWith("#!", StringComparison.Ordinal)) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            }
        }

        return path;
    }

    public EnvironmentSpec Function(string runtime, string handler, params (string Name, string Text)[] files) => new()
    {
        Key = "function" + Interlocked.Increment(ref number),
        AccountId = "000000000000",
        Region = "eu-central-1",
        FunctionName = "hello",
        Version = "$LATEST",
        Runtime = runtime,
        Handler = handler,
        CodeFolder = Folder(files),
        MemoryMegabytes = 256,
        Timeout = TimeSpan.FromSeconds(20),
        RoleArn = "arn:aws:iam::000000000000:role/r",
        LogGroup = "/aws/lambda/hello",
    };

    public EnvironmentSpec Node(string code) => Function("nodejs20.x", "index.handler", ("index.js", code));

    public EnvironmentSpec Python(string code) => Function("python3.12", "index.handler", ("index.py", code));

    public async Task<InvocationOutcome> RawAsync(EnvironmentSpec spec, string payload = "{}", IResponseSink? sink = null, string? clientContext = null)
    {
        FunctionInvocation call = new()
        {
            RequestId = Guid.Parse($"11111111-1111-4111-8111-{Interlocked.Increment(ref number):x12}").ToString(),
            Payload = Encoding.UTF8.GetBytes(payload),
            InvokedFunctionArn = "arn:aws:lambda:eu-central-1:000000000000:function:hello",
            TraceId = "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0",
            WantsLogTail = true,
            Stream = sink,
            ClientContext = clientContext,
        };
        return await Engine.InvokeAsync(spec, call, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(180), TestContext.Current.CancellationToken);
    }

    public async Task<string> CallAsync(EnvironmentSpec spec, string payload = "{}")
    {
        InvocationOutcome outcome = await RawAsync(spec, payload);
        Assert.True(outcome.Status == InvocationStatus.Succeeded, $"{outcome.ErrorType} {Text(outcome)}\n{string.Concat(Log.Messages)}");
        return Text(outcome);
    }

    public async Task<JsonElement> FailAsync(EnvironmentSpec spec, string payload = "{}")
    {
        InvocationOutcome outcome = await RawAsync(spec, payload);
        Assert.True(outcome.Status == InvocationStatus.Failed, Text(outcome));
        using JsonDocument document = JsonDocument.Parse(outcome.Payload);
        return document.RootElement.Clone();
    }

    public static string Text(InvocationOutcome outcome) => Encoding.UTF8.GetString(outcome.Payload.Span);

    public static string Tail(InvocationOutcome outcome) => Encoding.UTF8.GetString(outcome.LogTail!);

    public async ValueTask DisposeAsync()
    {
        if (Engine is not null) await Engine.DisposeAsync();
        folder.Dispose();
    }
}
