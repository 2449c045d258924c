using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Api.Options;
using Gateway.Api.Tests.Helpers;

namespace Gateway.Api.Tests.Listeners;

public sealed class TlsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string CertificateFile => Path.Combine(folder, "pop.pem");

    private string KeyFile => Path.Combine(folder, "pop.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Both_versions_of_HTTP_are_spoken_over_TLS(string version)
    {
        string thumbprint = WriteCertificate();
        await using StubGateway gateway = await StubGateway.EchoAsync(options => options with { TlsCertificateFile = CertificateFile, TlsKeyFile = KeyFile });
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.Thumbprint == thumbprint };
        using HttpClient client = new(handler);
        using HttpRequestMessage request = new(HttpMethod.Post, gateway.Endpoint) { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-amz-json-1.0"));
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.ListTables");

        using HttpResponseMessage answer = await client.SendAsync(request, Token);

        Assert.Equal("https", gateway.Endpoint.Scheme);
        Assert.Equal((HttpStatusCode.OK, version, "{}"), (answer.StatusCode, answer.Version.ToString(), await answer.Content.ReadAsStringAsync(Token)));
    }

    [Fact]
    public async Task A_client_without_TLS_is_cut_off_and_the_next_one_served()
    {
        WriteCertificate();
        await using StubGateway gateway = await StubGateway.EchoAsync(options => options with { TlsCertificateFile = CertificateFile, TlsKeyFile = KeyFile });
        using RawClient client = await RawClient.ConnectAsync(gateway.Port);
        await client.SendAsync(RawClient.Post("Content-Length: 2") + "{}");

        Assert.True(await client.IsClosedAsync());

        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using HttpClient next = new(handler);
        Assert.Equal("healthy: dynamodb.us-east-1.amazonaws.com ", await next.GetStringAsync(gateway.Endpoint, Token));
    }

    [Fact]
    public async Task A_key_that_does_not_belong_to_the_certificate_is_refused()
    {
        WriteCertificate();
        using (ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256)) await File.WriteAllTextAsync(KeyFile, other.ExportPkcs8PrivateKeyPem(), Token);

        OptionsFault fault = await Assert.ThrowsAsync<OptionsFault>(() => StubGateway.EchoAsync(options => options with { TlsCertificateFile = CertificateFile, TlsKeyFile = KeyFile }));

        Assert.StartsWith($"cannot use the certificate {CertificateFile} with the key {KeyFile}: ", fault.Message, StringComparison.Ordinal);
    }

    private string WriteCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        DateTimeOffset from = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using X509Certificate2 certificate = request.CreateSelfSigned(from, from.AddYears(100));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        return certificate.Thumbprint;
    }
}
