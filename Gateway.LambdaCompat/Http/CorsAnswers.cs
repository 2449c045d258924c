using System.Globalization;
using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Faces;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http;

/// <summary>What is said to browsers about other origins, by configuration.</summary>
internal static class CorsAnswers
{
    public static ApiCors Of(FunctionUrlCors cors) => new()
    {
        AllowCredentials = cors.AllowCredentials ?? false,
        AllowHeaders = cors.AllowHeaders ?? [],
        AllowMethods = cors.AllowMethods ?? [],
        AllowOrigins = cors.AllowOrigins ?? [],
        ExposeHeaders = cors.ExposeHeaders ?? [],
        MaxAge = cors.MaxAge,
    };

    /// <summary>Whether a request asks what it may do.</summary>
    public static bool IsPreflight(FaceRequest request) => request.Method == "OPTIONS" && request.Header("Origin") is not null && request.Header("Access-Control-Request-Method") is not null;

    /// <summary>The headers of an answer; empty if the origin may not call, or there is none.</summary>
    public static List<KeyValuePair<string, string>> Headers(ApiCors cors, FaceRequest request, bool isPreflight)
    {
        List<KeyValuePair<string, string>> headers = [];
        if (request.Header("Origin") is not { } origin || !cors.AllowOrigins.Any(allowed => Fits(allowed, origin))) return headers;
        bool isAny = cors.AllowOrigins.Contains("*") && !cors.AllowCredentials;
        headers.Add(KeyValuePair.Create("Access-Control-Allow-Origin", isAny ? "*" : origin));
        if (!isAny) headers.Add(KeyValuePair.Create("Vary", "Origin"));
        if (cors.AllowCredentials) headers.Add(KeyValuePair.Create("Access-Control-Allow-Credentials", "true"));
        if (isPreflight)
        {
            if (cors.AllowMethods.Count > 0) headers.Add(KeyValuePair.Create("Access-Control-Allow-Methods", Listed(cors.AllowMethods, request.Header("Access-Control-Request-Method"), cors.AllowCredentials)));
            if (cors.AllowHeaders.Count > 0) headers.Add(KeyValuePair.Create("Access-Control-Allow-Headers", Listed(cors.AllowHeaders, request.Header("Access-Control-Request-Headers"), cors.AllowCredentials)));
            if (cors.MaxAge is { } seconds) headers.Add(KeyValuePair.Create("Access-Control-Max-Age", seconds.ToString(CultureInfo.InvariantCulture)));
        }
        else if (cors.ExposeHeaders.Count > 0)
        {
            headers.Add(KeyValuePair.Create("Access-Control-Expose-Headers", string.Join(',', cors.ExposeHeaders)));
        }

        return headers;
    }

    /// <summary>With credentials a star means itself to browsers, so what was asked for is named.</summary>
    private static string Listed(IReadOnlyList<string> allowed, string? asked, bool allowsCredentials) =>
        allowsCredentials && allowed.Contains("*") && asked is not null && Answers.HeaderText.IsValue(asked) ? asked : string.Join(',', allowed);

    private static bool Fits(string allowed, string origin) => allowed switch
    {
        "*" => true,
        "http://*" or "https://*" => origin.StartsWith(allowed[..^1], StringComparison.OrdinalIgnoreCase),
        _ when allowed.IndexOf('*', StringComparison.Ordinal) is var star and >= 0 =>
            origin.Length >= allowed.Length - 1 && origin.StartsWith(allowed[..star], StringComparison.OrdinalIgnoreCase) && origin.EndsWith(allowed[(star + 1)..], StringComparison.OrdinalIgnoreCase),
        _ => allowed.Equals(origin, StringComparison.OrdinalIgnoreCase),
    };
}
