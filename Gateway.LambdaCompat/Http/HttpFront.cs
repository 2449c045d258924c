using System.Buffers;
using Gateway.Wire.Faces;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http;

/// <summary>Answers end users: function URLs and APIs of API Gateway, by host name, by custom domain, and by path for laptops. See docs/http-front.md.</summary>
public sealed class HttpFront(HttpFrontSettings settings) : IFace
{
    private static readonly SearchValues<char> AddressLetters = SearchValues.Create("0123456789.:[]");
    private readonly FunctionUrlFront urls = new(settings);
    private readonly ApiFront apis = new(settings);

    /// <summary>Whether a request is for the front. Cheap, and asked for every request before it is authenticated: the front does that by its own rules.</summary>
    /// <param name="host">The header <c>Host</c>.</param>
    /// <param name="path">As sent.</param>
    public bool Owns(string host, string path) => Owns(host, path, settings.Routes);

    /// <summary>The same, for a host that has not made its front yet.</summary>
    /// <param name="host">The header <c>Host</c>.</param>
    /// <param name="path">As sent.</param>
    /// <param name="routes">Knows the domain names.</param>
    public static bool Owns(string host, string path, IRouteSource routes)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(routes);
        return FrontTarget.Of(host, path).Kind != FrontKind.None || IsDomain(host, routes);
    }

    /// <inheritdoc/>
    public async Task RunAsync(FaceRequest request, IFaceAnswer answer, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        try
        {
            FrontTarget target = FrontTarget.Of(request.Host, request.Path);
            await (target.Kind switch
            {
                FrontKind.FunctionUrl => urls.RunAsync(target, request, answer, token),
                FrontKind.Api => apis.RunAsync(target, request, answer, token),
                _ => apis.RunDomainAsync(FrontTarget.NameOf(request.Host), request, answer, token),
            }).ConfigureAwait(false);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            settings.OnBug(bug, request.RequestId);
            FrontWriter.WriteError(answer, request, FrontErrors.Bug);
        }
    }

    /// <summary>Addresses, which most requests of SDKs name, are no domains: told apart without a copy.</summary>
    private static bool IsDomain(string host, IRouteSource routes) => host.Contains('.', StringComparison.Ordinal) && host.AsSpan().ContainsAnyExcept(AddressLetters) && routes.FindDomain(FrontTarget.NameOf(host)) is not null;
}
