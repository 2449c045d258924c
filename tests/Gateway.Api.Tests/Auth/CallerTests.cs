using Gateway.Api.Auth;
using Gateway.Api.Options;
using Gateway.Api.Tests.Helpers;
using Gateway.Testing;

namespace Gateway.Api.Tests.Auth;

/// <summary>Who a caller is where nothing must be signed, and how keys come and go.</summary>
public sealed class CallerTests
{
    private static readonly AccessKey Key = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "123456789012");

    [Theory]
    [InlineData("", "000000000000", "us-east-1")]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=anything/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=a, Signature=b", "000000000000", "eu-west-1")]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=111122223333/20260101/ap-south-1/dynamodb/aws4_request,SignedHeaders=a,Signature=b", "111122223333", "ap-south-1")]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=1111222233334/20260101/ap-south-1/dynamodb/aws4_request", "000000000000", "ap-south-1")]
    [InlineData("Authorization: AWS4-HMAC-SHA256 Credential=x/20260101/no region!/dynamodb/aws4_request", "000000000000", "us-east-1")]
    [InlineData("Authorization: Bearer x", "000000000000", "us-east-1")]
    public async Task Without_keys_a_caller_is_who_he_says_he_is(string header, string account, string region)
    {
        await using StubGateway gateway = await StubGateway.WhoAmIAsync();

        Assert.Equal($$"""{"TableNames":["{{account}}","{{region}}"]}""", await AskAsync(gateway, header));
    }

    [Fact]
    public async Task A_connection_may_change_its_caller()
    {
        await using StubGateway gateway = await StubGateway.WhoAmIAsync();
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        List<string> answers = [];

        foreach (string credential in (string[])["111122223333/20260101/eu-west-1", "111122223333/20260102/eu-west-1", "444455556666/20260102/eu-west-1", "444455556666/20260102/us-west-2"])
        {
            await client.SendAsync(RawClient.Post($"Authorization: AWS4-HMAC-SHA256 Credential={credential}/dynamodb/aws4_request", "Content-Length: 2") + "{}");
            answers.Add((await client.ReadAsync())!.Text[15..^2]);
        }

        Assert.Equal(["\"111122223333\",\"eu-west-1\"", "\"111122223333\",\"eu-west-1\"", "\"444455556666\",\"eu-west-1\"", "\"444455556666\",\"us-west-2\""], answers);
    }

    [Fact]
    public async Task With_auth_warn_a_wrong_signature_is_logged_and_answered()
    {
        ManualTimeProvider time = new();
        await using StubGateway gateway = await StubGateway.WhoAmIAsync(options => options with { Keys = [Key], Auth = AuthMode.Warn }, time);

        string unsigned = await AskAsync(gateway, "");
        time.Advance(TimeSpan.FromSeconds(2));
        string wrong = await AskAsync(gateway, $"Authorization: AWS4-HMAC-SHA256 Credential={Key.Id}/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-target, Signature=00\r\nX-Amz-Date: 20260101T000000Z");

        Assert.Equal("""{"TableNames":["000000000000","us-east-1"]}""", unsigned);
        Assert.Equal("""{"TableNames":["123456789012","eu-west-1"]}""", wrong); // the account of the key that it names: its data will be there when it is enforced
        Assert.Contains("warn: --auth warn: would refuse with MissingAuthenticationTokenException (no known key); 1 so far", gateway.Log, StringComparison.Ordinal);
        Assert.Contains("warn: --auth warn: would refuse with InvalidSignatureException (AKIDEXAMPLE); 2 so far", gateway.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Secret, gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_auth_warn_what_was_verified_on_a_connection_is_not_lent_to_the_next_request()
    {
        ManualTimeProvider time = new();
        TestSigner signer = new(Key.Id, Key.Secret) { Time = time.GetUtcNow() };
        string[] unknown = ["Authorization: AWS4-HMAC-SHA256 Credential=UNKNOWN/20260101/eu-west-1/dynamodb/aws4_request", "Content-Length: 2"];
        await using StubGateway gateway = await StubGateway.WhoAmIAsync(options => options with { Keys = [Key], Auth = AuthMode.Warn }, time);
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        List<string> answers = [];

        foreach (string[] headers in (string[][])[unknown, signer.Headers("{}"), unknown])
        {
            await client.SendAsync(RawClient.Post(headers) + "{}");
            answers.Add((await client.ReadAsync())!.Text[16..28]);
        }

        Assert.Equal(["000000000000", "123456789012", "000000000000"], answers);
    }

    [Fact]
    public async Task A_change_of_the_keys_file_is_noticed_while_it_runs()
    {
        ManualTimeProvider time = new();
        string folder = "";
        await using StubGateway gateway = await StubGateway.WhoAmIAsync(options => options with { DataFolder = folder = options.DataFolder }, time);
        TestSigner signer = new("EDGEKEY", "a-secret-of-edge") { Time = time.GetUtcNow().AddSeconds(2) };
        string file = Path.Combine(folder, "keys");

        string before = await AskAsync(gateway, "");
        WriteKeys(file, "# a comment\n\nEDGEKEY 777788889999 a-secret-of-edge 2026-01-01T00:00:00Z\n");
        time.Advance(TimeSpan.FromSeconds(2));
        string unsigned = await AskAsync(gateway, "");
        string signed = await AskAsync(gateway, string.Join("\r\n", signer.Headers("{}").SkipLast(1)));
        WriteKeys(file, "EDGEKEY a-secret-of-edge\n");
        time.Advance(TimeSpan.FromSeconds(2));
        string stillSigned = await AskAsync(gateway, string.Join("\r\n", signer.Headers("{}").SkipLast(1)));
        WriteKeys(file, "");
        time.Advance(TimeSpan.FromSeconds(2));
        string after = await AskAsync(gateway, "");

        Assert.Contains("000000000000", before, StringComparison.Ordinal);
        Assert.Contains("MissingAuthenticationTokenException", unsigned, StringComparison.Ordinal);
        Assert.Contains("777788889999", signed, StringComparison.Ordinal);
        Assert.Contains("777788889999", stillSigned, StringComparison.Ordinal);
        Assert.Contains("000000000000", after, StringComparison.Ordinal);
        Assert.Contains("warn: The keys stay as they were: ", gateway.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-of-edge", gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void A_keys_file_that_others_may_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes of files");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("edge-");
        try
        {
            string file = Path.Combine(folder.FullName, "keys");
            WriteKeys(file, "EDGEKEY 777788889999 a-secret-of-edge\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

            OptionsFault fault = Assert.Throws<OptionsFault>(() => KeysFile.In(folder.FullName).Read());

            Assert.Equal($"{file}: others may read it, and it holds secrets; chmod 600 it", fault.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> AskAsync(StubGateway gateway, string header)
    {
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        await client.SendAsync(RawClient.Post([.. header.Length > 0 ? new[] { header } : [], "Content-Length: 2"]) + "{}");
        return (await client.ReadAsync())!.Text;
    }

    private static void WriteKeys(string file, string text)
    {
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
