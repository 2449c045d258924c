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
/// <param name="awaitedFor">Who has still to settle that a PoP of a name was removed; null if all have.</param>
/// <param name="time">The clock.</param>
internal sealed class JoinDesk(string cluster, ClusterAuthority authority, TokenFile tokens, PopDirectory directory, INumberStore numbers, Func<string, string?> awaitedFor, TimeProvider time)
{
    /// <summary>So long a PoP waits whose name another one had; less than it waits for an answer.</summary>
    private static readonly TimeSpan NamePatience = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan NameInterval = TimeSpan.FromMilliseconds(100);

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
        string? hash = JoinToken.HashOf(request.Secret);
        if (hash is not null && tokens.NameOf(hash) is { } name && await WaitForNameAsync(name, token) is { } member) return Refuse($"{name} was removed a while ago, and {member} has not settled that: the token stays good, try again when {member} is up, or take another name");
        if (hash is null || tokens.Take(hash) is not { } found) return Refuse("the token was used, or has expired, or never was one: make another with 'edgectl pops add'");
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

    /// <summary>What the one before wrote last must be told from what the new one writes (ADR 35).</summary>
    /// <returns>For whom it waits still; null for nobody.</returns>
    private async ValueTask<string?> WaitForNameAsync(string name, CancellationToken token)
    {
        long start = time.GetTimestamp();
        while (awaitedFor(name) is { } member)
        {
            if (time.GetElapsedTime(start) > NamePatience) return member;
            await Task.Delay(NameInterval, time, token);
        }

        return null;
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
