using Gateway.Api.Auth;
using Gateway.Api.Listeners;
using Gateway.LambdaCompat;
using Gateway.LambdaCompat.Http;
using Gateway.StackCompat.S3;
using Gateway.Wire.HttpApis;

namespace Gateway.Api.Faces;

/// <summary>Which service a request is for, if it is not for DynamoDB: the HTTP front by host and path, the others by target, path, host or the scope of the signature.</summary>
internal sealed class FaceTable
{
    private const string LogsTarget = "Logs_20140328.";

    /// <summary>End users' requests.</summary>
    public FaceEntry? Front { get; init; }

    /// <summary>The front's domain names; null if there is no front.</summary>
    public IRouteSource? Domains { get; init; }

    public FaceEntry? Lambda { get; init; }

    /// <summary>Links to packages, which carry their own permission.</summary>
    public FaceEntry? Downloads { get; init; }

    public FaceEntry? Logs { get; init; }

    public FaceEntry? ApiGateway { get; init; }

    public FaceEntry? ObjectStore { get; init; }

    /// <summary>True for requests of end users: neither their host nor their origin needs to be ours.</summary>
    public bool IsForFront(Exchange exchange) => Domains is not null && HttpFront.Owns(exchange.RequestHeaders.Host.ToString(), exchange.Path, Domains);

    /// <returns>Null if it is for none of them.</returns>
    public FaceEntry? Find(Exchange exchange)
    {
        if (exchange.IsForFront) return Front;
        if (Lambda is not null && LambdaFace.IsUnsigned(exchange.RawPath)) return Downloads;
        if (exchange.RequestHeaders["X-Amz-Target"].ToString().StartsWith(LogsTarget, StringComparison.Ordinal)) return Logs;

        ReadOnlySpan<char> service = SignatureClaim.ServiceOf(exchange.Signed);
        return service switch
        {
            "s3" or "s3express" => ObjectStore,
            "lambda" => Lambda,
            "apigateway" => ApiGateway,
            "logs" => Logs,
            _ when S3Face.NamesBucket(exchange.RequestHeaders.Host.ToString()) => ObjectStore,
            _ when Lambda is not null && LambdaFace.Owns(exchange.Method, exchange.RawPath, exchange.RawQuery) => Lambda,
            _ => null,
        };
    }
}
