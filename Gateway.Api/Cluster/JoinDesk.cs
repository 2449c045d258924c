using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;

namespace Gateway.Api.Cluster;

/// <summary>Where new PoPs get their certificates, and members new ones: at the CPoP.</summary>
/// <param name="cluster">The cluster's id.</param>
/// <param name="authority">With its key.</param>
/// <param name="tokens">Those that are waited for.</param>
/// <param name="directory">The members.</param>
/// <param name="time">The clock.</param>
internal sealed class JoinDesk(string cluster, ClusterAuthority authority, TokenFile tokens, PopDirectory directory, TimeProvider time)
{
    private const int RequestBytesMax = 64 * 1024;

    /// <summary>Answers one request.</summary>
    /// <param name="path">One of <see cref="LinkPaths"/>.</param>
    /// <param name="member">Who asks; null if it is no member.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="token">The other side has gone.</param>
    /// <returns>JSON; null if there is no such thing.</returns>
    public async ValueTask<byte[]?> AnswerAsync(string path, PopCertificate? member, Stream body, CancellationToken token)
    {
        JoinAnswer? answer = path switch
        {
            LinkPaths.Authority => new JoinAnswer { Authority = authority.Certificate.RawData },
            LinkPaths.Join => await JoinAsync(await ReadAsync(body, token), token),
            LinkPaths.Renew when member is not null => Renew(member, await ReadAsync(body, token)),
            _ => null,
        };
        return answer is null ? null : JsonSerializer.SerializeToUtf8Bytes(answer, ClusterJson.Default.JoinAnswer);
    }

    private static async ValueTask<JoinRequest?> ReadAsync(Stream body, CancellationToken token)
    {
        byte[] bytes = new byte[RequestBytesMax];
        int length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, token);
        try
        {
            return length < bytes.Length && JsonSerializer.Deserialize(bytes.AsSpan(0, length), ClusterJson.Default.JoinRequest) is { Request: not null } request ? request : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async ValueTask<JoinAnswer> JoinAsync(JoinRequest? request, CancellationToken token)
    {
        if (request is null || !HostAndPort.TryParse(request.Address, out _)) return Refuse("the request cannot be read: the two PoPs may be of different versions");
        if (JoinToken.HashOf(request.Secret) is not { } hash || tokens.Take(hash) is not { } found) return Refuse("the token was used, or has expired, or never was one: make another with 'edgectl pops add'");
        try
        {
            using X509Certificate2 certificate = authority.Issue(request.Request, found.Name, found.Epoch, time.GetUtcNow());
            PopInfo pop = new()
            {
                Name = found.Name,
                Region = found.Region,
                Groups = found.Groups,
                Address = request.Address!,
                State = PopState.Joining,
                Epoch = found.Epoch,
                Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256),
            };
            await directory.PutAsync(pop, token);
            return new JoinAnswer { Certificate = certificate.RawData, Authority = authority.Certificate.RawData, Cluster = cluster, Members = [.. directory.Map.Members] };
        }
        catch (CryptographicException failure)
        {
            return Refuse($"no certificate can be made: {failure.Message}");
        }
    }

    private JoinAnswer Renew(PopCertificate member, JoinRequest? request)
    {
        if (request is null) return Refuse("the request cannot be read");
        try
        {
            using X509Certificate2 certificate = authority.Issue(request.Request, member.Name, member.Epoch, time.GetUtcNow());
            return new JoinAnswer { Certificate = certificate.RawData, Authority = authority.Certificate.RawData, Cluster = cluster };
        }
        catch (CryptographicException failure)
        {
            return Refuse($"no certificate can be made: {failure.Message}");
        }
    }

    private static JoinAnswer Refuse(string error) => new() { Error = error };
}
