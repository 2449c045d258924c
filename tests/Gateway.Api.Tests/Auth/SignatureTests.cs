using System.Text.Json;
using Gateway.Api.Auth;
using Gateway.Api.Tests.Helpers;
using Gateway.Testing;

namespace Gateway.Api.Tests.Auth;

/// <summary>What a gateway with keys answers to signatures right and wrong; the texts are those of AWS.</summary>
public sealed class SignatureTests
{
    private const string Body = "{}";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccessKey Key = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "123456789012");
    private static readonly AccessKey Session = new("ASIDEXAMPLE", "another-secret-of-a-session", "210987654321") { SessionToken = "the+token/of==the session" };

    private static TestSigner Signer => new(Key.Id, Key.Secret) { Time = Now };

    [Fact]
    public async Task A_right_signature_settles_account_and_region()
    {
        RawAnswer answer = await AskAsync(Signer.Headers(Body));

        Assert.Equal((200, """{"TableNames":["123456789012","eu-west-1"]}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_presigned_request_is_as_good()
    {
        RawAnswer answer = await AskAsync(["Content-Length: 2"], Signer.Query(Body, 300));

        Assert.Equal((200, """{"TableNames":["123456789012","eu-west-1"]}"""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_presigned_request_holds_for_as_long_as_it_says()
    {
        RawAnswer inTime = await AskAsync(["Content-Length: 2"], (Signer with { Time = Now.AddMinutes(-59) }).Query(Body, 3600));
        RawAnswer late = await AskAsync(["Content-Length: 2"], (Signer with { Time = Now.AddMinutes(-61) }).Query(Body, 3600));

        Assert.Equal(200, inTime.Status);
        AssertError(late, "InvalidSignatureException", "Signature expired: 20260101T105900Z is now earlier than 20260101T110000Z (20260101T120000Z - 60 min.)");
    }

    [Fact]
    public async Task A_session_token_must_be_the_one_of_its_key()
    {
        TestSigner signer = new(Session.Id, Session.Secret) { Time = Now, SessionToken = Session.SessionToken };

        RawAnswer right = await AskAsync(signer.Headers(Body));
        RawAnswer presigned = await AskAsync(["Content-Length: 2"], signer.Query(Body, 60));
        RawAnswer wrong = await AskAsync((signer with { SessionToken = "another" }).Headers(Body));
        RawAnswer missing = await AskAsync((signer with { SessionToken = null }).Headers(Body));

        Assert.Equal((200, 200), (right.Status, presigned.Status));
        AssertError(wrong, "UnrecognizedClientException", "The security token included in the request is invalid.");
        AssertError(missing, "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    [Fact]
    public async Task A_lasting_key_may_come_with_a_token_if_it_is_signed()
    {
        TestSigner signer = Signer with { SessionToken = "left over" };

        RawAnswer signed = await AskAsync(signer.Headers(Body));
        RawAnswer unsigned = await AskAsync((signer with { Unsigned = ["x-amz-security-token"] }).Headers(Body));

        Assert.Equal(200, signed.Status);
        AssertError(unsigned, "InvalidSignatureException", "'X-Amz-Security-Token' must be a 'SignedHeader' in the AWS Authorization.");
    }

    [Fact]
    public async Task Without_a_signature_there_is_no_answer()
    {
        RawAnswer none = await AskAsync(["Content-Length: 2"]);
        RawAnswer other = await AskAsync(["Authorization: Bearer abc", "Content-Length: 2"]);

        AssertError(none, "MissingAuthenticationTokenException", "Request is missing Authentication Token");
        AssertError(other, "MissingAuthenticationTokenException", "Request is missing Authentication Token");
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_unknown()
    {
        RawAnswer answer = await AskAsync((Signer with { KeyId = "AKIDOTHER" }).Headers(Body));

        AssertError(answer, "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    [Fact]
    public async Task A_wrong_secret_is_answered_with_what_should_have_been_signed()
    {
        RawAnswer answer = await AskAsync((Signer with { Secret = "not the secret" }).Headers(Body));

        AssertError(
            answer,
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
            + "\n\nThe Canonical String for this request should have been\n'POST\n/\n\nhost:127.0.0.1\nx-amz-date:20260101T120000Z\nx-amz-target:DynamoDB_20120810.ListTables\n\nhost;x-amz-date;x-amz-target\n44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'"
            + "\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20260101T120000Z\n20260101/eu-west-1/dynamodb/aws4_request\n6d99c57fc29865911be99a845516e6d6c93679d8d2a1bed65dc1abd8dc1f8d28'\n");
        Assert.DoesNotContain(Key.Secret, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("body")]
    [InlineData("target")]
    [InlineData("date")]
    [InlineData("signature")]
    [InlineData("short signature")]
    public async Task Whatever_is_changed_afterwards_shows(string what)
    {
        string[] headers = [.. Signer.Headers(Body).Select(header => what switch
        {
            "date" => header.Replace("X-Amz-Date: 20260101T120000Z", "X-Amz-Date: 20260101T120001Z", StringComparison.Ordinal),
            "signature" => header.Contains("Signature=0", StringComparison.Ordinal) ? header.Replace("Signature=0", "Signature=1", StringComparison.Ordinal) : System.Text.RegularExpressions.Regex.Replace(header, "Signature=.", "Signature=0"),
            "short signature" => header.StartsWith("Authorization", StringComparison.Ordinal) ? header[..^2] : header,
            _ => header,
        })];

        RawAnswer answer = await AskAsync(headers, body: what == "body" ? "[]" : Body, target: what == "target" ? "DynamoDB_20120810.DeleteTable" : "DynamoDB_20120810.ListTables");

        AssertError(answer, "InvalidSignatureException", null);
        Assert.Contains("does not match the signature you provided", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-15, true)]
    [InlineData(15, true)]
    [InlineData(-16, false)]
    [InlineData(16, false)]
    public async Task Clocks_may_differ_by_15_minutes(int minutes, bool taken)
    {
        RawAnswer answer = await AskAsync((Signer with { Time = Now.AddMinutes(minutes) }).Headers(Body));

        if (taken) Assert.Equal(200, answer.Status);
        else if (minutes < 0) AssertError(answer, "InvalidSignatureException", "Signature expired: 20260101T114400Z is now earlier than 20260101T114500Z (20260101T120000Z - 15 min.)");
        else AssertError(answer, "InvalidSignatureException", "Signature not yet current: 20260101T121600Z is still later than 20260101T121500Z (20260101T120000Z + 15 min.)");
    }

    [Fact]
    public async Task A_scope_must_fit()
    {
        AssertError(await AskAsync((Signer with { Service = "s3" }).Headers(Body)), "InvalidSignatureException", "Credential should be scoped to correct service: 'dynamodb'. ");
        AssertError(await AskAsync((Signer with { Terminator = "aws3_request" }).Headers(Body)), "InvalidSignatureException", "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws3_request'. ");
        AssertError(await AskAsync((Signer with { Region = "EU West" }).Headers(Body)), "IncompleteSignatureException", null);
        AssertError(await AskAsync((Signer with { Region = "eu_west" }).Headers(Body)), "InvalidSignatureException", "Credential should be scoped to a valid region, not 'eu_west'. ");
    }

    [Theory]
    [InlineData("host", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")]
    [InlineData("x-amz-target", "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.")]
    public async Task What_decides_must_be_signed(string unsigned, string message) =>
        AssertError(await AskAsync((Signer with { Unsigned = [unsigned] }).Headers(Body)), "InvalidSignatureException", message);

    [Theory]
    [InlineData("AWS4-HMAC-SHA256", "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a", "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 Credential=a")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a b, SignedHeaders=c, Signature=d", "'b' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4-HMAC-SHA256 Credential=a b, SignedHeaders=c, Signature=d'.")]
    [InlineData("AWS4-HMAC-MD5 Credential=a, SignedHeaders=c, Signature=d", "Unsupported AWS 'algorithm': 'AWS4-HMAC-MD5'.")]
    public async Task An_incomplete_header_is_told_what_it_lacks(string header, string message) =>
        AssertError(await AskAsync([$"Authorization: {header}", "Content-Length: 2"]), "IncompleteSignatureException", message);

    [Theory]
    [InlineData("a/b", "20260101T120000Z", "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b'")]
    [InlineData("a/20260101/eu-west-1/dynamodb/aws4_request", "yesterday", "Date must be in ISO-8601 'basic format'. Got 'yesterday'. See http://en.wikipedia.org/wiki/ISO_8601")]
    public async Task A_header_in_a_wrong_form_is_told_which(string credential, string date, string message) =>
        AssertError(await AskAsync([$"Authorization: AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=d", $"X-Amz-Date: {date}", "Content-Length: 2"]), "IncompleteSignatureException", message);

    [Theory]
    [InlineData("X-Amz-Algorithm=AWS4-HMAC-SHA256", "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.")]
    [InlineData("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Signature=b&X-Amz-SignedHeaders=c&X-Amz-Date=d&X-Amz-Expires=604801", "X-Amz-Expires must be less than a week in seconds; i.e., the given X-Amz-Expires must be less than 604800 seconds")]
    public async Task An_incomplete_query_is_told_what_it_lacks(string query, string message) =>
        AssertError(await AskAsync(["Content-Length: 2"], query), "IncompleteSignatureException", message);

    [Fact]
    public async Task One_request_is_signed_in_one_form() =>
        AssertError(
            await AskAsync(Signer.Headers(Body), Signer.Query(Body, 60)),
            "InvalidSignatureException",
            "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");

    [Fact]
    public async Task A_compressed_body_is_signed_as_it_is_sent()
    {
        using MemoryStream zipped = new();
        using (System.IO.Compression.GZipStream gzip = new(zipped, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true)) gzip.Write("{}"u8);
        string latin = System.Text.Encoding.Latin1.GetString(zipped.ToArray());
        await using StubGateway gateway = await StubGateway.WhoAmIAsync(options => options with { Keys = [Key] }, new ManualTimeProvider(Now));
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);

        // The signature is of the plain body: wrong.
        await client.SendAsync(RawClient.Post([.. Signer.Headers(Body).SkipLast(1), "Content-Encoding: gzip", $"Content-Length: {zipped.Length}"]) + latin);

        AssertError((await client.ReadAsync())!, "InvalidSignatureException", null);
    }

    private static async Task<RawAnswer> AskAsync(string[] headers, string query = "", string body = Body, string target = "DynamoDB_20120810.ListTables")
    {
        await using StubGateway gateway = await StubGateway.WhoAmIAsync(options => options with { Keys = [Key, Session] }, new ManualTimeProvider(Now));
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        string head = RawClient.Post(headers).Replace("DynamoDB_20120810.ListTables", target, StringComparison.Ordinal);
        await client.SendAsync((query.Length == 0 ? head : head.Replace("POST / ", $"POST /?{query} ", StringComparison.Ordinal)) + body);
        return (await client.ReadAsync())!;
    }

    private static void AssertError(RawAnswer answer, string code, string? message)
    {
        using JsonDocument error = JsonDocument.Parse(answer.Body);
        Assert.Equal((400, $"com.amazon.coral.service#{code}"), (answer.Status, error.RootElement.GetProperty("__type").GetString()));
        if (message is not null) Assert.Equal(message, error.RootElement.GetProperty("message").GetString());
    }
}
