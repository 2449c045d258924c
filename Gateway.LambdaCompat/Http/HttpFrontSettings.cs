using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Invocation;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http;

/// <summary>What the HTTP front needs of its host.</summary>
public sealed record HttpFrontSettings
{
    /// <summary>Calls functions.</summary>
    public required IFunctionInvoker Functions { get; init; }

    /// <summary>Finds function URLs.</summary>
    public required IFunctionUrls Urls { get; init; }

    /// <summary>Finds APIs and domain names.</summary>
    public required IRouteSource Routes { get; init; }

    /// <summary>Checks signatures, for <c>AWS_IAM</c>.</summary>
    public required ISignatureCheck Signatures { get; init; }

    /// <summary>Gets documents with keys of token issuers.</summary>
    public required KeyFetch Keys { get; init; }

    /// <summary>Tells the time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Told of an exception that should not be, and of the request's id.</summary>
    public required Action<Exception, string> OnBug { get; init; }
}
