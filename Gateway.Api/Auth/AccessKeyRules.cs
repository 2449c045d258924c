using System.Buffers;

namespace Gateway.Api.Auth;

/// <summary>What an access key must look like, wherever it is configured.</summary>
internal static class AccessKeyRules
{
    private static readonly SearchValues<char> IdLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <returns>What is wrong, without the secret; null if nothing is.</returns>
    public static string? FaultIn(string id, string secret, string account)
    {
        if (id.Length is < 3 or > 128 || id.AsSpan().IndexOfAnyExcept(IdLetters) >= 0) return "an access key id has 3 to 128 letters, digits, '_' and '-'";
        if (secret.Length is < 8 or > 256 || secret.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0) return $"the secret of {id} must have 8 to 256 visible ASCII characters";
        return IsAccount(account) ? null : $"the account of {id} must have 12 digits";
    }

    /// <summary>True for 12 digits.</summary>
    public static bool IsAccount(string account) => account.Length == 12 && account.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
}
