using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Gateway.Api.Options;
using Gateway.Replication.Links;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;
using Gateway.Storage;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Cluster;

/// <summary>A PoP as a member of a cluster: who it is, whom it knows, and how it connects to them.</summary>
internal sealed partial class PopCluster : IAsyncDisposable
{
    private readonly ClusterFolder folder;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ClusterAuthority? authority;
    private readonly INumberStore numbers;
    private readonly CertificateTerms terms;
    private readonly CancellationTokenSource stopping = new();
    private volatile PopIdentity identity;
    private Http2PeerTransport? transport;
    private Task renewing = Task.CompletedTask;

    /// <exception cref="OptionsFault">A file cannot be used.</exception>
    private PopCluster(ClusterFolder folder, IMembershipStore store, INumberStore numbers, CertificateTerms terms, TimeProvider time, ILogger log)
    {
        this.terms = terms;
        this.folder = folder;
        this.numbers = numbers;
        this.time = time;
        this.log = log;
        About = folder.ReadAbout();
        identity = folder.ReadIdentity();
        authority = folder.ReadAuthority(terms);
        if (authority is not null) Tokens = new TokenFile(folder.TokensFile, time);
        Directory = new PopDirectory(About.Name, store, folder.ReadMembers(), About.IsLocalCluster);
    }

    /// <summary>Who this PoP is.</summary>
    public ClusterFile About { get; private set; }

    /// <summary>Whom it knows.</summary>
    public PopDirectory Directory { get; }

    /// <summary>Connects it to them.</summary>
    public IPeerTransport Transport { get; private set; } = null!;

    /// <summary>The switch that cuts links; null where links cannot be cut.</summary>
    public LinkFaults? Faults { get; private set; }

    /// <summary>The tokens that are waited for; null if this is not the CPoP.</summary>
    public TokenFile? Tokens { get; }

    /// <summary>Who has still to settle that a PoP of a name was removed; null if all have.</summary>
    public Func<string, string?> AwaitedFor { get; set; } = _ => null;

    /// <summary>SHA-256 of the authority's certificate.</summary>
    public byte[] AuthorityFingerprint => identity.Authority.GetCertHash(HashAlgorithmName.SHA256);

    /// <summary>Its own record.</summary>
    public PopInfo Self => Directory.Map.Find(About.Name)!;

    /// <summary>Starts to take connections of other members.</summary>
    /// <param name="folder">What it keeps about itself.</param>
    /// <param name="store">The records of members.</param>
    /// <param name="numbers">The numbers of versions, which the CPoP gives out.</param>
    /// <param name="options">Whether links are made worse on purpose.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">For jitter.</param>
    /// <param name="logs">Where it says what an operator should know.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="OptionsFault">A file cannot be used, or the port cannot be had.</exception>
    public static async Task<PopCluster> OpenAsync(ClusterFolder folder, IMembershipStore store, INumberStore numbers, PopOptions options, TimeProvider time, Random random, ILoggerFactory logs, CancellationToken token)
    {
        PopCluster cluster = new(folder, store, numbers, options.Certificates, time, logs.CreateLogger<PopCluster>());
        try
        {
            await cluster.ListenAsync(options, random, logs, token);
            cluster.renewing = cluster.KeepRenewedAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells the others where this PoP is.</summary>
    /// <param name="endpoint">Where apps reach it.</param>
    /// <param name="token">Gives up.</param>
    public async ValueTask PublishAsync(Uri endpoint, CancellationToken token)
    {
        PopCertificate shown = identity.Self;
        await Directory.PutAsync(Self with { Address = About.Address, Endpoint = endpoint.ToString().TrimEnd('/'), Region = About.Region, Fingerprint = shown.Fingerprint, Epoch = shown.Epoch }, token);
    }

    /// <summary>The new PoP has all that the others have: from now on it counts.</summary>
    public ValueTask ActivateAsync(CancellationToken token) => Self.State == PopState.Joining ? Directory.PutAsync(Self with { State = PopState.Active }, token) : ValueTask.CompletedTask;

    /// <summary>Gives out, or asks the CPoP for, the next number of something that all PoPs number together.</summary>
    /// <param name="kind">Of what.</param>
    /// <param name="key">Which one.</param>
    /// <param name="lowest">The number may not be lower.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="IOException">The CPoP is not in reach, or cannot.</exception>
    public async ValueTask<long> NumberAsync(string kind, string key, long lowest, CancellationToken token)
    {
        if (About.IsCentral) return await numbers.NextAsync(kind, key, lowest);
        byte[] answer = await AskCentralAsync(LinkPaths.Number, JsonSerializer.SerializeToUtf8Bytes(new NumberRequest(kind, key, lowest), ClusterJson.Default.NumberRequest), token);
        try
        {
            return JsonSerializer.Deserialize(answer, ClusterJson.Default.NumberAnswer) is { Number: > 0 } given ? given.Number : throw new IOException("the central PoP gives no number");
        }
        catch (JsonException fault)
        {
            throw new IOException("what the central PoP answers cannot be read", fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await renewing;
        if (transport is not null) await transport.DisposeAsync();
        Directory.Dispose();
        authority?.Dispose();
        identity.Dispose();
        stopping.Dispose();
    }

    private async Task ListenAsync(PopOptions options, Random random, ILoggerFactory logs, CancellationToken token)
    {
        if (!HostAndPort.TryParse(About.Address, out HostAndPort? address)) throw new OptionsFault($"the address of replication '{About.Address}' is not host:port");
        PeerTransportParts parts = new() { Identity = () => identity, Takes = peer => Directory.Map.Takes(peer.Name, peer.Epoch) };
        if (authority is not null && Tokens is not null) parts = parts with { IsTokenOpen = Tokens.IsOpen, Desk = new JoinDesk(About.Cluster, authority, Tokens, Directory, numbers, name => AwaitedFor(name), time).AnswerAsync };
        transport = await Http2PeerTransport.StartAsync(FreePorts.EndPointOf(address), parts, time, logs, token);
        Transport = transport;
        if (address.Port == 0)
        {
            About = About with { Address = (address with { Port = transport.Port }).ToString() };
            folder.WriteAbout(About);
        }

        if (!options.IsSupervised) return;
        Faults = new LinkFaults(peer => options.Wan && Directory.Map.Find(peer) is { } there ? WanTable.Between(About.Region, there.Region) : null) { Cut = folder.ReadCut() };
        Transport = new FaultyTransport(transport, Faults, time, random);
    }

    private async Task KeepRenewedAsync()
    {
        try
        {
            DateTimeOffset? tried = null;
            while (true)
            {
                TimeSpan wait = terms.Wait(identity.Certificate.NotAfter.ToUniversalTime(), time.GetUtcNow(), tried);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, stopping.Token);
                    continue;
                }

                tried = time.GetUtcNow();
                await RenewAsync(stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return; // the PoP stops
        }
    }

    private async Task RenewAsync(CancellationToken token)
    {
        try
        {
            PopCertificate now = identity.Self;
            using X509Certificate2 renewed = authority is not null ? authority.IssueWithKey(now.Name, now.Epoch, time.GetUtcNow()) : await AskForCertificateAsync(now.Name, token);
            folder.WriteCertificate(renewed);
            identity = folder.ReadIdentity(); // the one before stays with the connections that it has made
            await Directory.PutAsync(Self with { Fingerprint = identity.Self.Fingerprint }, token);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or JsonException or OptionsFault or StoreFault)
        {
            NotRenewed(log, identity.Certificate.NotAfter.ToUniversalTime(), failure.Message);
        }
    }

    private async Task<X509Certificate2> AskForCertificateAsync(string name, CancellationToken token)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] request = JsonSerializer.SerializeToUtf8Bytes(new JoinRequest(null, null, ClusterAuthority.RequestFor(key, name)), ClusterJson.Default.JoinRequest);
        byte[] bytes = await AskCentralAsync(LinkPaths.Renew, request, token);
        JoinAnswer answer = JsonSerializer.Deserialize(bytes, ClusterJson.Default.JoinAnswer) ?? throw new JsonException("an empty answer");
        if (answer.Error is not null) throw new IOException(answer.Error);
        using X509Certificate2 issued = X509CertificateLoader.LoadCertificate(answer.Certificate);
        return issued.CopyWithPrivateKey(key);
    }

    private async ValueTask<byte[]> AskCentralAsync(string path, ReadOnlyMemory<byte> request, CancellationToken token)
    {
        PopInfo central = Directory.Map.Members.FirstOrDefault(member => member.IsCentral && member.IsMember) ?? throw new IOException("no central PoP is known");
        if (Faults?.IsCut(central.Name) == true) throw new IOException($"the link to {central.Name} is cut");
        return await transport!.AskAsync(central.Peer, path, request, token);
    }

    [LoggerMessage(521, LogLevel.Warning, "the certificate, which ends {End:u}, cannot be renewed: {Why}")]
    private static partial void NotRenewed(ILogger log, DateTime end, string why);
}
