using System.Buffers;
using Gateway.Api.Auth;
using Gateway.Api.Faces;
using Gateway.Api.Listeners;
using Gateway.Api.Options;
using Gateway.Api.Telemetry;
using Gateway.DynamoCompat;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Tests.Helpers;

/// <summary>The transport of a PoP with something simple in the place of its face; it remembers what it was asked.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly KeyRing keys;
    private readonly Listener listener;
    private readonly StringWriter log;

    private StubGateway(DirectoryInfo folder, KeyRing keys, Listener listener, Health health, StringWriter log)
    {
        Health = health;
        this.folder = folder;
        this.keys = keys;
        this.listener = listener;
        this.log = log;
    }

    public Health Health { get; }

    public Uri Endpoint => listener.Endpoint;

    public int Port => listener.Endpoint.Port;

    public string Log
    {
        get
        {
            lock (log) return log.ToString();
        }
    }

    /// <summary>Answers each request with its own body.</summary>
    public static Task<StubGateway> EchoAsync(Func<PopOptions, PopOptions>? change = null) => StartAsync(
        (_, _, body, answer, _) =>
        {
            answer.Write(body.Span);
            return ValueTask.FromResult(WireResult.Ok);
        },
        change);

    /// <summary>Answers each request with the account and the region of its caller.</summary>
    public static Task<StubGateway> WhoAmIAsync(Func<PopOptions, PopOptions>? change = null, TimeProvider? time = null) => StartAsync(
        (caller, _, _, answer, _) =>
        {
            answer.Write(System.Text.Encoding.ASCII.GetBytes($$"""{"TableNames":["{{caller.AccountId}}","{{caller.Region}}"]}"""));
            return ValueTask.FromResult(WireResult.Ok);
        },
        change,
        time);

    public static async Task<StubGateway> StartAsync(FaceHandler face, Func<PopOptions, PopOptions>? change = null, TimeProvider? time = null)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("edge-");
        PopOptions options = new() { Port = 0, DataFolder = folder.FullName };
        options = change?.Invoke(options) ?? options;
        time ??= TimeProvider.System;
        StringWriter text = new();
        LineLog logs = new(TextWriter.Synchronized(text), LogLevel.Information);
        KeyRing keys = new(options, time, logs.CreateLogger<KeyRing>());
        CallerFinder callers = new(keys, new SigV4Verifier(time), options.Auth, time, sessions: null, logs.CreateLogger<CallerFinder>());
        Health health = new();
        FaceRouter router = new(new RequestGate(options), callers, face, new FaceTable(), health, new RequestIds(new Random(1)), logs.CreateLogger<FaceRouter>());
        try
        {
            Listener listener = await Listener.StartAsync(options, router, TimeProvider.System, logs, CancellationToken.None);
            return new StubGateway(folder, keys, listener, health, text);
        }
        catch
        {
            keys.Dispose();
            folder.Delete(recursive: true);
            throw;
        }
    }

    public Task DrainAsync(CancellationToken token) => listener.StopAsync(token);

    public async ValueTask DisposeAsync()
    {
        await listener.DisposeAsync();
        keys.Dispose();
        folder.Delete(recursive: true);
    }
}
