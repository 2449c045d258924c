using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Api.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway.Api.Listeners;

/// <summary>TLS with a certificate from files; HTTP/2 where the client knows it (ALPN).</summary>
internal sealed class Tls
{
    private readonly SslStreamCertificateContext certificate;

    private Tls(SslStreamCertificateContext certificate) => this.certificate = certificate;

    /// <exception cref="OptionsFault">A file cannot be read, or the two do not belong together.</exception>
    public static Tls Load(PopOptions options)
    {
        string certificateFile = options.TlsCertificateFile!;
        string keyFile = options.TlsKeyFile!;
        try
        {
            X509Certificate2 leaf = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            X509Certificate2Collection chain = [];
            chain.ImportFromPemFile(certificateFile);
            return new Tls(SslStreamCertificateContext.Create(leaf, chain, offline: true));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new OptionsFault($"cannot use the certificate {certificateFile} with the key {keyFile}: {failure.Message.Split('\n')[0]}");
        }
    }

    /// <summary>What Kestrel's own TLS asks for: its metrics, which can be had in no other way.</summary>
    public static IServiceProvider Services()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        return builder.Build().Services;
    }

    public void Use(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = TimeSpan.FromSeconds(10),
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate }),
        });
    }
}
