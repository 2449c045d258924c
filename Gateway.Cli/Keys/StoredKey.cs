using System.Globalization;
using System.Security.Cryptography;

namespace Gateway.Cli.Keys;

/// <summary>A line of the keys file: <c>id account secret made</c>.</summary>
internal sealed record StoredKey(string Id, string Account, string Secret, string Made)
{
    private const string IdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string SecretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>A new key, as long as AWS's; its id begins with EDGE, so that nobody takes it for one of AWS.</summary>
    public static StoredKey Make(string account, DateTimeOffset now) => new(
        $"EDGE{RandomNumberGenerator.GetString(IdLetters, 16)}",
        account,
        RandomNumberGenerator.GetString(SecretLetters, 40),
        now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Id} of {Account}";
}
