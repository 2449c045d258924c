using Microsoft.AspNetCore.Http;

namespace Gateway.Api.Listeners;

/// <summary>The headers by which a browser lets a listed origin call and read.</summary>
/// <remarks>Source: the Fetch standard; names and the time as observed dynalite 4.0.0. AWS says <c>*</c>; here the origin is one of a list.</remarks>
internal static class Cors
{
    private const string Exposed = "x-amzn-RequestId,x-amz-crc32,x-amzn-ErrorType,Date";
    private const string SecondsKept = "172800";

    /// <summary>On every answer to a listed origin.</summary>
    public static void Allow(string origin, IHeaderDictionary answer)
    {
        answer.AccessControlAllowOrigin = origin;
        answer.AccessControlExposeHeaders = Exposed;
        answer.Vary = "Origin";
    }

    /// <summary>On the answer to a preflight of a listed origin.</summary>
    public static void AllowAhead(IHeaderDictionary request, IHeaderDictionary answer)
    {
        answer.AccessControlAllowMethods = request.AccessControlRequestMethod.Count > 0 ? request.AccessControlRequestMethod : "GET,POST";
        if (request.AccessControlRequestHeaders.Count > 0) answer.AccessControlAllowHeaders = request.AccessControlRequestHeaders;
        if (request["Access-Control-Request-Private-Network"] == "true") answer["Access-Control-Allow-Private-Network"] = "true"; // a public page that calls a laptop's PoP
        answer.AccessControlMaxAge = SecondsKept;
    }
}
