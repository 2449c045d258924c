using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.LambdaCompat.Http.Answers;
using Gateway.LambdaCompat.Http.Events;
using Gateway.LambdaCompat.Http.Templates;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http;

/// <summary>Answers of a REST API's mock: the request's template gives a status, the status chooses an answer, whose template may set headers.</summary>
internal static class MockIntegration
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    /// <returns>Null if it gives no answer.</returns>
    public static ProxyAnswer? Answer(ApiIntegration integration, FrontRequest request, EventScope scope)
    {
        TemplateScope templates = new(request, scope);
        if (Template(integration.RequestTemplates, request.Face.Header("Content-Type")) is not { } requestTemplate) return null;
        string? rendered = templates.Render(requestTemplate);
        if (rendered is null || StatusIn(rendered) is not { } status) return null;
        MockAnswer? chosen = integration.MockAnswers.FirstOrDefault(one => one.SelectionPattern is { Length: > 0 } pattern && Fits(pattern, status))
            ?? integration.MockAnswers.FirstOrDefault(one => string.IsNullOrEmpty(one.SelectionPattern));
        if (chosen is null) return null;

        ProxyAnswer answer = new() { Status = chosen.Status };
        string contentType = "application/json";
        foreach ((string name, string value) in chosen.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) contentType = value;
            else answer.Headers.Add(KeyValuePair.Create(name, value));
        }

        if (chosen.Templates.Count > 0)
        {
            (string type, string template) = chosen.Templates.First();
            if (templates.Render(template) is not { } body) return null;
            if (!chosen.Headers.Keys.Contains("Content-Type", StringComparer.OrdinalIgnoreCase)) contentType = type;
            answer.Body = Encoding.UTF8.GetBytes(body.Trim());
            if (templates.StatusOverride is { } other) answer.Status = other;
            foreach ((string name, string value) in templates.HeaderOverrides)
            {
                answer.Headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
                if (HeaderText.IsName(name) && HeaderText.IsValue(value)) answer.Headers.Add(KeyValuePair.Create(name, value));
            }
        }

        answer.Headers.Add(KeyValuePair.Create("Content-Type", contentType));
        return answer;
    }

    private static string? Template(IReadOnlyDictionary<string, string> templates, string? contentType)
    {
        string wanted = (contentType ?? "application/json").Split(';')[0].Trim();
        return templates.GetValueOrDefault(wanted) ?? templates.GetValueOrDefault("application/json");
    }

    /// <summary>The number behind <c>statusCode</c>; AWS takes templates with and without quotation marks.</summary>
    private static int? StatusIn(string text)
    {
        int at = text.IndexOf("statusCode", StringComparison.Ordinal);
        if (at < 0) return null;
        string digits = new([.. text[(at + "statusCode".Length)..].SkipWhile(letter => letter is '"' or '\'' or ':' or ' ' or '\t').TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 100 and <= 599 ? status : null;
    }

    private static bool Fits(string pattern, int status)
    {
        try
        {
            return Regex.IsMatch(status.ToString(CultureInfo.InvariantCulture), $"^(?:{pattern})$", RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (Exception exception) when (exception is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
