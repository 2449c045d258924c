using System.Globalization;
using System.Text;
using Gateway.DynamoCompat;

namespace Gateway.Api.Auth;

/// <summary>What AWS says when a signature will not do.</summary>
/// <remarks>Source: doc Troubleshooting Signature Version 4 signing; answers of DynamoDB in public reports; observed dynalite 4.0.0.</remarks>
internal static class AuthErrors
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    public static readonly DynamoError Missing = Coral("MissingAuthenticationTokenException", "Request is missing Authentication Token");

    public static readonly DynamoError UnknownKey = Coral("UnrecognizedClientException", "The security token included in the request is invalid.");

    public static readonly DynamoError BothForms = Coral("InvalidSignatureException", "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");

    /// <summary>S3 only.</summary>
    public static readonly DynamoError PayloadMismatch = new("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.");

    public static DynamoError HeaderLacks(IEnumerable<string> parameters, bool lacksDate, string header)
    {
        StringBuilder text = new();
        foreach (string parameter in parameters) text.Append(CultureInfo.InvariantCulture, $"Authorization header requires '{parameter}' parameter. ");
        if (lacksDate) text.Append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        return Incomplete($"{text}Authorization={header}");
    }

    public static DynamoError NoPair(string part, string header) => Incomplete($"'{part}' not a valid key=value pair (missing equal-sign) in Authorization header: '{header}'.");

    public static DynamoError QueryLacks(IEnumerable<string> parameters) =>
        Incomplete($"{string.Concat(parameters.Select(parameter => $"AWS query-string parameters must include '{parameter}'. "))}Re-examine the query-string parameters.");

    public static DynamoError Algorithm(string algorithm) => Incomplete($"Unsupported AWS 'algorithm': '{algorithm}'.");

    public static DynamoError CredentialForm(string credential) => Incomplete($"Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{credential}'");

    public static DynamoError DateForm(string date) => Incomplete($"Date must be in ISO-8601 'basic format'. Got '{date}'. See http://en.wikipedia.org/wiki/ISO_8601");

    public static DynamoError ExpiresForm() => Incomplete("X-Amz-Expires must be less than a week in seconds; i.e., the given X-Amz-Expires must be less than 604800 seconds");

    public static DynamoError Service(string service) => Invalid($"Credential should be scoped to correct service: '{service}'. ");

    public static DynamoError Region(string region) => Invalid($"Credential should be scoped to a valid region, not '{region}'. ");

    public static DynamoError Terminator(string terminator) => Invalid($"Credential should be scoped with a valid terminator: 'aws4_request', not '{terminator}'. ");

    public static DynamoError ScopeDate(string scope, string date, string time) =>
        Invalid($"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{scope}' != '{date}', from '{time}'.");

    public static DynamoError NotSigned(string header) => Invalid($"'{header}' must be a 'SignedHeader' in the AWS Authorization.");

    public static DynamoError HostNotSigned() => Invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");

    public static DynamoError Expired(DateTimeOffset time, DateTimeOffset now, TimeSpan allowed) =>
        Invalid($"Signature expired: {Text(time)} is now earlier than {Text(now - allowed)} ({Text(now)} - {Minutes(allowed)} min.)");

    public static DynamoError NotYet(DateTimeOffset time, DateTimeOffset now, TimeSpan allowed) =>
        Invalid($"Signature not yet current: {Text(time)} is still later than {Text(now + allowed)} ({Text(now)} + {Minutes(allowed)} min.)");

    public static DynamoError Mismatch(string canonicalRequest, string stringToSign) =>
        Invalid($"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'{canonicalRequest}'\n\nThe String-to-Sign should have been\n'{stringToSign}'\n");

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string Minutes(TimeSpan time) => time.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture);

    private static DynamoError Incomplete(string message) => Coral("IncompleteSignatureException", message);

    private static DynamoError Invalid(string message) => Coral("InvalidSignatureException", message);

    private static DynamoError Coral(string code, string message) => new(code, message) { Namespace = "com.amazon.coral.service" };
}
