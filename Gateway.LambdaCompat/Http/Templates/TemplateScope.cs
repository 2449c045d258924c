using System.Globalization;
using System.Text.Json;
using Gateway.LambdaCompat.Http.Events;

namespace Gateway.LambdaCompat.Http.Templates;

/// <summary>What a mapping template can see of a request, and what it may set: the small part of Velocity that mocks use.</summary>
/// <remarks>Source: the guide, Mapping template and access logging variable reference. A template with more than that does not render.</remarks>
internal sealed class TemplateScope(FrontRequest request, EventScope scope)
{
    private readonly Dictionary<string, string> variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Headers that the template has set.</summary>
    public IReadOnlyDictionary<string, string> HeaderOverrides => headers;

    /// <summary>The status that the template has set.</summary>
    public int? StatusOverride { get; private set; }

    /// <returns>Null if the template holds what is not supported here.</returns>
    public string? Render(string template)
    {
        try
        {
            return new TemplateRenderer(template, this).Render();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Sets a variable, or a part of the answer.</summary>
    public void Set(string name, string value)
    {
        const string Header = "context.responseOverride.header.";
        if (name.StartsWith(Header, StringComparison.Ordinal)) headers[name[Header.Length..]] = value;
        else if (name == "context.responseOverride.status") StatusOverride = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 100 and <= 599 ? status : StatusOverride;
        else variables[name] = value;
    }

    /// <summary>A variable of the template, of the context or of the stage; null if there is none.</summary>
    public string? Get(string name)
    {
        if (variables.TryGetValue(name, out string? own)) return own;
        if (name.StartsWith("stageVariables.", StringComparison.Ordinal)) return scope.StageVariables.GetValueOrDefault(name["stageVariables.".Length..]) ?? "";
        return name switch
        {
            "context.requestId" or "context.extendedRequestId" => request.Face.RequestId,
            "context.httpMethod" => request.Face.Method,
            "context.stage" => scope.Stage,
            "context.apiId" => scope.ApiId,
            "context.accountId" => scope.AccountId,
            "context.resourcePath" => scope.Resource,
            "context.resourceId" => scope.ResourceId,
            "context.path" => scope.ClientPath,
            "context.protocol" => request.Face.Protocol,
            "context.domainName" => request.DomainName,
            "context.domainPrefix" => request.DomainPrefix,
            "context.requestTime" => request.Time,
            "context.requestTimeEpoch" => request.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            "context.identity.sourceIp" => request.Face.SourceIp,
            "context.identity.userAgent" => request.UserAgent,
            "input.body" => request.BodyText(),
            _ => null,
        };
    }

    /// <summary>A parameter of path, query or headers, in this order; empty if there is none.</summary>
    public string Parameter(string name) =>
        scope.PathParameters.GetValueOrDefault(name) ?? request.Query.FirstOrDefault(one => one.Key == name).Value ?? request.Face.Header(name) ?? "";

    /// <summary>A part of the body: <c>$</c> for all of it, <c>$.a.b</c> for a member.</summary>
    public string Json(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(request.Face.Body.IsEmpty ? "{}"u8.ToArray() : request.Face.Body);
            JsonElement here = document.RootElement;
            foreach (string part in path.TrimStart('$').Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                if (here.ValueKind != JsonValueKind.Object || !here.TryGetProperty(part, out here)) return "";
            }

            return here.GetRawText();
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
