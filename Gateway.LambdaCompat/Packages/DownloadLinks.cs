using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.LambdaCompat.Packages;

/// <summary>Links that download a package for ten minutes, as presigned URLs do. They end with the process.</summary>
internal sealed class DownloadLinks(TimeProvider time)
{
    /// <summary>What all paths begin with.</summary>
    public const string PathPrefix = "/_edge/lambda/packages/";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>Path and query of a link.</summary>
    public string Make(string hash)
    {
        string expires = time.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{PathPrefix}{hash}/{expires}/{Sign(hash, expires)}";
    }

    /// <summary>The package of a link.</summary>
    /// <returns>Null if the link is not ours, or too old.</returns>
    public string? Read(string path)
    {
        if (!path.StartsWith(PathPrefix, StringComparison.Ordinal)) return null;
        string[] parts = path[PathPrefix.Length..].Split('/');
        if (parts.Length != 3 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long expires)) return null;
        byte[] expected = Encoding.ASCII.GetBytes(Sign(parts[0], parts[1]));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(parts[2])) && expires >= time.GetUtcNow().ToUnixTimeSeconds() ? parts[0] : null;
    }

    private string Sign(string hash, string expires) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{hash} {expires}")));
}
