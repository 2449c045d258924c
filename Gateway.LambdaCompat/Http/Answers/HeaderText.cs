using System.Buffers;

namespace Gateway.LambdaCompat.Http.Answers;

/// <summary>What may stand in a header: functions must not be able to write a second answer into the first.</summary>
internal static class HeaderText
{
    private static readonly SearchValues<char> NameLetters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameLetters);

    public static bool IsValue(string value)
    {
        foreach (char letter in value)
        {
            if (letter is < ' ' and not '\t' or '\u007f') return false;
        }

        return true;
    }

    /// <summary>Headers that the host writes itself.</summary>
    public static bool IsHostsOwn(string name) =>
        name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Connection", StringComparison.OrdinalIgnoreCase) || name.Equals("Keep-Alive", StringComparison.OrdinalIgnoreCase) || name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase);
}
