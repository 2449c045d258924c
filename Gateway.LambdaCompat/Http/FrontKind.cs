namespace Gateway.LambdaCompat.Http;

/// <summary>What a request to the front is for.</summary>
internal enum FrontKind
{
    /// <summary>Not for the front.</summary>
    None,

    /// <summary>A function URL.</summary>
    FunctionUrl,

    /// <summary>An API under its own name.</summary>
    Api,

    /// <summary>A custom domain name.</summary>
    Domain,
}
