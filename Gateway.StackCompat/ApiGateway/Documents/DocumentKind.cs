namespace Gateway.StackCompat.ApiGateway.Documents;

/// <summary>What a document describes. The numbers are in stores.</summary>
internal enum DocumentKind : byte
{
    /// <summary>A HTTP API, version 2.</summary>
    HttpApi = 1,

    /// <summary>A REST API, version 1.</summary>
    RestApi = 2,

    /// <summary>What belongs to no API: <c>domain/NAME</c>, <c>key/ID</c>, <c>plan/ID</c>, <c>account</c>.</summary>
    Other = 3,
}
