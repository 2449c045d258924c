using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.LambdaCompat.Http.Answers;
using Gateway.LambdaCompat.Http.Events;
using Gateway.Wire.Faces;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http;

/// <summary>Writes the front's answers.</summary>
internal static class FrontWriter
{
    /// <summary>Writes a whole answer.</summary>
    /// <param name="cors">Headers that take the place of the function's; null for none.</param>
    public static void Write(IFaceAnswer answer, FaceRequest request, ProxyAnswer proxy, IReadOnlyList<KeyValuePair<string, string>>? cors)
    {
        WriteHead(answer, proxy, cors);
        bool hasBody = proxy.Status is not (204 or 304) and >= 200;
        if (!hasBody) return;
        answer.AddHeader("Content-Length", proxy.Body.Length.ToString(CultureInfo.InvariantCulture));
        if (request.Method != "HEAD") answer.Body.Write(proxy.Body.Span);
    }

    /// <summary>Writes status and headers.</summary>
    public static void WriteHead(IFaceAnswer answer, ProxyAnswer proxy, IReadOnlyList<KeyValuePair<string, string>>? cors)
    {
        answer.Status = proxy.Status;
        foreach ((string name, string value) in proxy.Headers)
        {
            if (HeaderText.IsHostsOwn(name)) continue;
            if (cors is not null && name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)) continue;
            answer.AddHeader(name, value);
        }

        foreach ((string name, string value) in cors ?? []) answer.AddHeader(name, value);
    }

    /// <summary>Writes an error of the front; a REST API's stage may have an answer of its own to it.</summary>
    public static void WriteError(IFaceAnswer answer, FaceRequest request, FrontError error, ApiStage? stage = null, IReadOnlyList<KeyValuePair<string, string>>? cors = null)
    {
        GatewayAnswer? own = stage?.GatewayAnswers.GetValueOrDefault(error.GatewayType) ?? stage?.GatewayAnswers.GetValueOrDefault(error.Status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
        ProxyAnswer proxy = new() { Status = own?.Status ?? error.Status };
        if (error.ErrorType is not null) proxy.Headers.Add(KeyValuePair.Create("x-amzn-ErrorType", error.ErrorType));
        string contentType = "application/json";
        if (own?.Templates.FirstOrDefault() is { Key: not null } template)
        {
            contentType = template.Key;
            proxy.Body = Encoding.UTF8.GetBytes(Fill(template.Value, error, request));
        }
        else if (error.IsBare)
        {
            proxy.Body = Encoding.UTF8.GetBytes(error.Message ?? "");
        }
        else
        {
            proxy.Body = JsonEvent.Write(json =>
            {
                json.WriteStartObject();
                json.WriteString(error.MessageName, error.Message);
                json.WriteEndObject();
            });
        }

        proxy.Headers.Add(KeyValuePair.Create("Content-Type", contentType));
        foreach ((string name, string value) in own?.Headers ?? new Dictionary<string, string>()) proxy.Headers.Add(KeyValuePair.Create(name, value));
        Write(answer, request, proxy, cors);
    }

    private static string Fill(string template, FrontError error, FaceRequest request)
    {
        string message = error.Message ?? "";
        return template
            .Replace("$context.error.messageString", JsonSerializer.Serialize(message, FrontJson.Default.String), StringComparison.Ordinal)
            .Replace("$context.error.message", message, StringComparison.Ordinal)
            .Replace("$context.error.responseType", error.GatewayType, StringComparison.Ordinal)
            .Replace("$context.error.validationErrorString", "", StringComparison.Ordinal)
            .Replace("$context.requestId", request.RequestId, StringComparison.Ordinal)
            .Replace("$context.extendedRequestId", request.RequestId, StringComparison.Ordinal)
            .Replace("$context.path", request.Path, StringComparison.Ordinal)
            .Replace("$context.httpMethod", request.Method, StringComparison.Ordinal);
    }
}
