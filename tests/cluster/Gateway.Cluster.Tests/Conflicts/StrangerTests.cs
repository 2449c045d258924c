using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;

namespace Gateway.Cluster.Tests.Conflicts;

/// <summary>On the port of replication a stranger gets nothing.</summary>
public sealed class StrangerTests(TwoPops pops) : IClassFixture<TwoPops>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LinkPaths.Link)]
    [InlineData(LinkPaths.Join)]
    [InlineData(LinkPaths.Authority)]
    [InlineData(LinkPaths.Renew)]
    public async Task Without_a_certificate_of_the_authority_no_request_is_answered(string path)
    {
        using ClusterAuthority other = ClusterAuthority.Create("other", TimeProvider.System.GetUtcNow());
        using X509Certificate2 certificate = other.IssueWithKey("pop-2", epoch: 1, TimeProvider.System.GetUtcNow());
        foreach (X509Certificate2? shown in (X509Certificate2?[])[null, certificate])
        {
            foreach (string host in (string[])["pop-1", $"{LinkPaths.JoinHost}0123456789abcdef"])
            {
                using HttpClient client = new(HandlerFor(host, shown)) { Timeout = TimeSpan.FromSeconds(120) };
                using HttpRequestMessage request = new(HttpMethod.Post, $"https://{await AddressAsync()}{path}") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new StringContent("{}") };

                await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, Token));
            }
        }
    }

    [Theory]
    [InlineData("GET /v1/status HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Without_TLS_no_byte_comes_back_that_is_more_than_an_alert(string text)
    {
        IPEndPoint address = IPEndPoint.Parse(await AddressAsync());
        using TcpClient client = new();
        await client.ConnectAsync(address, Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Token);

        byte[] answer = new byte[100];
        int read = 0;
        try
        {
            read = await client.GetStream().ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, Token);
        }
        catch (IOException)
        {
            // it was reset: nothing came at all
        }

        Assert.True(read <= 7, $"{read} bytes");
    }

    private static SocketsHttpHandler HandlerFor(string host, X509Certificate2? certificate) => new()
    {
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ClientCertificates = certificate is null ? null : [certificate],
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null, // a stranger asks anybody
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        },
    };

    /// <summary>Where the first PoP takes connections of others.</summary>
    private async Task<string> AddressAsync() => JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(pops.Cluster.FolderOf(1), "cluster", "pop.json"), Token))!["address"]!.GetValue<string>();
}
