using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;
using Gateway.Storage;

namespace Gateway.Api.Cluster;

/// <summary>Where new PoPs get their certificates, and members new ones and the numbers of versions: at the CPoP.</summary>
/// <param name="cluster">The cluster's id.</param>
/// <param name="authority">With its key.</param>
/// <param name="tokens">Those that are waited for.</param>
/// <param name="directory">The members.</param>
/// <param name="numbers">Those that were given out.</param>
/// <param name="time">The clock.</param>
internal sealed class JoinDesk(string cluster, ClusterAuthority authority, TokenFile tokens, PopDirectory directory, INumberStore numbers, TimeProvider time)
{
    private const int RequestBytesMax = 64 * 1024;
    private const int NameLettersMax = 512;

    /// <summary>Answers one request.</summary>
    /// <param name="path">One of <see cref="LinkPaths"/>.</param>
    /// <param name="member">Who asks; null if it is no member.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="token">The other side has gone.</param>
    /// <returns>JSON; null if there is no such thing.</returns>
    public async ValueTask<byte[]?> AnswerAsync(string path, PopCertificate? member, Stream body, CancellationToken token)
    {
        if (path == LinkPaths.Number) return member is null ? null : JsonSerializer.SerializeToUtf8Bytes(await NumberAsync(await ReadAsync(body, ClusterJson.Default.NumberRequest, token)), ClusterJson.Default.NumberAnswer);
        JoinAnswer? answer = path switch
        {
            LinkPaths.Authority => new JoinAnswer { Authority = authority.Certificate.RawData },
            LinkPaths.Join => await JoinAsync(await ReadAsync(body, ClusterJson.Default.JoinRequest, token), token),
            LinkPaths.Renew when member is not null => Renew(member, await ReadAsync(body, ClusterJson.Default.JoinRequest, token)),
            _ => null,
        };
        return answer is null ? null : JsonSerializer.SerializeToUtf8Bytes(answer, ClusterJson.Default.JoinAnswer);
    }

    /// <summary>What was sent; null if it cannot be read, or is too long.</summary>
    private static async ValueTask<T?> ReadAsync<T>(Stream body, JsonTypeInfo<T> type, CancellationToken token)
        where T : class
    {
        byte[] bytes = new byte[RequestBytesMax];
        int length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, token);
        try
        {
            return length < bytes.Length ? JsonSerializer.Deserialize(bytes.AsSpan(0, length), type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async ValueTask<JoinAnswer> JoinAsync(JoinRequest? request, CancellationToken token)
    {
        if (request is not { Request: not null } || !HostAndPort.TryParse(request.Address, out _)) return Refuse("the request cannot be read: the two PoPs may be of different versions");
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

    private async ValueTask<NumberAnswer> NumberAsync(NumberRequest? request)
    {
        if (request is not { Kind.Length: > 0 and <= NameLettersMax, Key.Length: > 0 and <= NameLettersMax, Lowest: > 0 and < long.MaxValue }) return new NumberAnswer(0, "the request cannot be read");
        try
        {
            return new NumberAnswer(await numbers.NextAsync(request.Kind, request.Key, request.Lowest), null);
        }
        catch (Exception fault) when (fault is StoreFault or IOException)
        {
            return new NumberAnswer(0, fault.Message);
        }
    }

    private JoinAnswer Renew(PopCertificate member, JoinRequest? request)
    {
        if (request is not { Request: not null }) return Refuse("the request cannot be read");
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
