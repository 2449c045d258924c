using Gateway.LambdaCompat.Http.Events;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Authorizers;

/// <summary>Reads what identifies a request: <c>$request.header.X</c>, <c>method.request.querystring.x</c>, <c>$context.x</c>, <c>$stageVariables.x</c>.</summary>
internal static class IdentitySource
{
    /// <summary>The values of all sources.</summary>
    /// <returns>Null if one of them is missing or empty.</returns>
    public static IReadOnlyList<string>? Read(ApiAuthorizer authorizer, FrontRequest request, EventScope scope)
    {
        List<string> values = [];
        foreach (string source in authorizer.IdentitySources)
        {
            if (Value(source, request, scope) is not { Length: > 0 } value) return null;
            values.Add(value);
        }

        return values;
    }

    private static string? Value(string source, FrontRequest request, EventScope scope)
    {
        string path = source.TrimStart('$');
        if (path.StartsWith("method.", StringComparison.Ordinal)) path = path["method.".Length..];
        int last = path.LastIndexOf('.');
        if (last < 0) return null;
        string name = path[(last + 1)..];
        return path[..last] switch
        {
            "request.header" => request.Face.Header(name),
            "request.querystring" or "request.multivaluequerystring" => request.Query.FirstOrDefault(one => one.Key == name).Value,
            "request.multivalueheader" => request.Face.Header(name),
            "stageVariables" or "stageVariable" => scope.StageVariables.GetValueOrDefault(name),
            "context" => name switch
            {
                "httpMethod" => request.Face.Method,
                "path" => scope.ClientPath,
                "resourcePath" => scope.Resource,
                "stage" => scope.Stage,
                "apiId" => scope.ApiId,
                "accountId" => scope.AccountId,
                "domainName" => request.DomainName,
                "requestId" => request.Face.RequestId,
                "routeKey" => scope.RouteKey,
                _ => null,
            },
            "context.identity" => name switch
            {
                "sourceIp" => request.Face.SourceIp,
                "userAgent" => request.UserAgent,
                "apiKey" => request.Face.Header("x-api-key"),
                _ => null,
            },
            _ => null,
        };
    }
}
