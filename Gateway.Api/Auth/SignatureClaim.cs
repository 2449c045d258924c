using System.Globalization;
using Gateway.DynamoCompat;
using Microsoft.AspNetCore.Http;

namespace Gateway.Api.Auth;

/// <summary>What a request says of its own signature, in the header <c>Authorization</c> or in its query.</summary>
internal ref struct SignatureClaim
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary><c>key/20260101/us-east-1/dynamodb/aws4_request</c>, and its parts.</summary>
    public ReadOnlySpan<char> Credential;
    public ReadOnlySpan<char> AccessKeyId;
    public ReadOnlySpan<char> ScopeDate;
    public ReadOnlySpan<char> Region;
    public ReadOnlySpan<char> Service;
    public ReadOnlySpan<char> Terminator;
    public ReadOnlySpan<char> SignedHeaders;
    public ReadOnlySpan<char> Signature;
    public ReadOnlySpan<char> SessionToken;

    /// <summary>As <c>20260101T120000Z</c>.</summary>
    public ReadOnlySpan<char> TimeText;
    public DateTimeOffset Time;

    /// <summary>How long it holds from its time on, if it says so itself: a presigned request.</summary>
    public TimeSpan? Lasts;

    /// <summary>The credential without the key: what follows its first slash.</summary>
    public readonly ReadOnlySpan<char> Scope => Credential[(AccessKeyId.Length + 1)..];

    /// <summary>Reads the claim of either form.</summary>
    /// <returns>Null, or why there is none.</returns>
    public static DynamoError? Read(in SignedRequest request, out SignatureClaim claim)
    {
        claim = default;
        string? header = request.Headers.Authorization;
        bool isPresigned = request.Query.Contains("X-Amz-Algorithm=", StringComparison.Ordinal);
        if (isPresigned) return string.IsNullOrEmpty(header) ? ReadQuery(request.Query, ref claim) : AuthErrors.BothForms;

        return header is null || !header.StartsWith("AWS4-", StringComparison.Ordinal) ? AuthErrors.Missing : ReadHeader(header, request.Headers, ref claim);
    }

    /// <summary>The credential that a request names, however wrong the rest may be: for when nothing is verified.</summary>
    public static ReadOnlySpan<char> CredentialOf(in SignedRequest request)
    {
        const string Name = "Credential=";
        ReadOnlySpan<char> header = ((string?)request.Headers.Authorization).AsSpan();
        int at = header.IndexOf(Name, StringComparison.Ordinal);
        if (at >= 0)
        {
            ReadOnlySpan<char> rest = header[(at + Name.Length)..];
            int end = rest.IndexOfAny(',', ' ');
            return end < 0 ? rest : rest[..end];
        }

        if (!request.Query.Contains("X-Amz-Credential=", StringComparison.Ordinal)) return default;

        foreach (string pair in request.Query.Split('&'))
        {
            if (PairOf(pair) is ("X-Amz-Credential", { } value)) return value;
        }

        return default;
    }

    /// <summary>The service that a request is signed for, however wrong the rest may be; empty if it does not say.</summary>
    public static ReadOnlySpan<char> ServiceOf(in SignedRequest request)
    {
        ReadOnlySpan<char> credential = CredentialOf(request);
        Span<Range> parts = stackalloc Range[6];
        return credential.Split(parts, '/') == 5 ? credential[parts[3]] : default;
    }

    /// <summary>A name and a value of a query, decoded.</summary>
    internal static (string Name, string Value) PairOf(string pair)
    {
        int equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (Decode(pair), "") : (Decode(pair[..equals]), Decode(pair[(equals + 1)..]));
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static DynamoError? ReadHeader(string header, IHeaderDictionary headers, ref SignatureClaim claim)
    {
        ReadOnlySpan<char> text = header;
        int space = text.IndexOf(' ');
        ReadOnlySpan<char> algorithm = space < 0 ? text : text[..space];
        if (!algorithm.SequenceEqual(Algorithm)) return AuthErrors.Algorithm(algorithm.ToString());

        ReadOnlySpan<char> parameters = text[algorithm.Length..];
        foreach (Range range in parameters.SplitAny(',', ' '))
        {
            ReadOnlySpan<char> part = parameters[range];
            if (part.IsEmpty) continue;

            int equals = part.IndexOf('=');
            if (equals < 0) return AuthErrors.NoPair(part.ToString(), header);

            ReadOnlySpan<char> value = part[(equals + 1)..];
            switch (part[..equals])
            {
                case "Credential": claim.Credential = value; break;
                case "Signature": claim.Signature = value; break;
                case "SignedHeaders": claim.SignedHeaders = value; break;
            }
        }

        string? time = headers["X-Amz-Date"];
        bool isStandardDate = string.IsNullOrEmpty(time);
        if (isStandardDate) time = headers.Date;
        if (claim.Credential.IsEmpty || claim.Signature.IsEmpty || claim.SignedHeaders.IsEmpty || string.IsNullOrEmpty(time))
        {
            List<string> lacking = [];
            if (claim.Credential.IsEmpty) lacking.Add("Credential");
            if (claim.Signature.IsEmpty) lacking.Add("Signature");
            if (claim.SignedHeaders.IsEmpty) lacking.Add("SignedHeaders");
            return AuthErrors.HeaderLacks(lacking, string.IsNullOrEmpty(time), header);
        }

        if (isStandardDate && DateTimeOffset.TryParseExact(time, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset standard))
        {
            time = standard.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        }

        claim.TimeText = time;
        claim.SessionToken = ((string?)headers["X-Amz-Security-Token"]).AsSpan();
        return claim.ReadParts();
    }

    private static DynamoError? ReadQuery(string query, ref SignatureClaim claim)
    {
        string? expires = null;
        string algorithm = "";
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string name, string value) = PairOf(pair);
            switch (name)
            {
                case "X-Amz-Algorithm": algorithm = value; break;
                case "X-Amz-Credential": claim.Credential = value; break;
                case "X-Amz-Signature": claim.Signature = value; break;
                case "X-Amz-SignedHeaders": claim.SignedHeaders = value; break;
                case "X-Amz-Date": claim.TimeText = value; break;
                case "X-Amz-Expires": expires = value; break;
                case "X-Amz-Security-Token": claim.SessionToken = value; break;
            }
        }

        List<string> lacking = [];
        if (claim.Credential.IsEmpty) lacking.Add("X-Amz-Credential");
        if (claim.Signature.IsEmpty) lacking.Add("X-Amz-Signature");
        if (claim.SignedHeaders.IsEmpty) lacking.Add("X-Amz-SignedHeaders");
        if (claim.TimeText.IsEmpty) lacking.Add("X-Amz-Date");
        if (lacking.Count > 0) return AuthErrors.QueryLacks(lacking);
        if (algorithm != Algorithm) return AuthErrors.Algorithm(algorithm);

        if (expires is not null)
        {
            if (!int.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) || seconds > 604800) return AuthErrors.ExpiresForm();
            claim.Lasts = TimeSpan.FromSeconds(seconds);
        }

        return claim.ReadParts();
    }

    private DynamoError? ReadParts()
    {
        Span<Range> parts = stackalloc Range[6];
        if (Credential.Split(parts, '/') != 5) return AuthErrors.CredentialForm(Credential.ToString());

        AccessKeyId = Credential[parts[0]];
        ScopeDate = Credential[parts[1]];
        Region = Credential[parts[2]];
        Service = Credential[parts[3]];
        Terminator = Credential[parts[4]];
        return DateTimeOffset.TryParseExact(TimeText, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out Time) ? null : AuthErrors.DateForm(TimeText.ToString());
    }
}
