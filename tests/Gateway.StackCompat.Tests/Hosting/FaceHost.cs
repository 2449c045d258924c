using System.IO.Pipelines;
using System.Net;
using Gateway.Wire.Faces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.StackCompat.Tests.Hosting;

/// <summary>A face behind Kestrel on a free port of the loopback: every request is of one account.</summary>
public sealed class FaceHost : IAsyncDisposable
{
    public const string Account = "000000000000";
    public const string Region = "us-east-1";

    private readonly WebApplication app;
    private int requests;

    private FaceHost(WebApplication app) => this.app = app;

    /// <summary>As <c>http://127.0.0.1:12345</c>.</summary>
    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <param name="choose">The face of a request.</param>
    public static async Task<FaceHost> StartAsync(Func<FaceRequest, IFace> choose)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0);
            options.Limits.MaxRequestBodySize = 200 << 20;
        });
        WebApplication app = builder.Build();
        FaceHost host = new(app);
        app.Run(context => host.RunAsync(context, choose));
        await app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task RunAsync(HttpContext context, Func<FaceRequest, IFace> choose)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        string target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        int question = target.IndexOf('?');
        FaceRequest request = new()
        {
            AccountId = Account,
            Region = Region,
            RequestId = new Guid(Interlocked.Increment(ref requests), 0, 0, new byte[8]).ToString(),
            Method = context.Request.Method,
            Path = question < 0 ? target : target[..question],
            Query = question < 0 ? "" : target[(question + 1)..],
            Host = context.Request.Host.Value!,
            Headers = [.. context.Request.Headers.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value!)))],
            Body = body.ToArray(),
        };
        await choose(request).RunAsync(request, new HttpAnswer(context.Response), context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync();
    }

    private sealed class HttpAnswer(HttpResponse response) : IFaceAnswer
    {
        public int Status
        {
            get => response.StatusCode;
            set => response.StatusCode = value;
        }

        public PipeWriter Body => response.BodyWriter;

        public void AddHeader(string name, string value) => response.Headers.Append(name, value);
    }
}
