using System.Text;

namespace Gateway.StackCompat.S3.Operations;

/// <summary>Continuation tokens: where a page ended, as text that nobody should take apart.</summary>
internal static class Cursor
{
    public static string Encode(string position) => "1" + Convert.ToBase64String(Encoding.UTF8.GetBytes(position));

    /// <returns>Null for no token.</returns>
    /// <exception cref="S3Fault">It is not one of ours.</exception>
    public static string? Decode(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        byte[] bytes = new byte[token.Length];
        if (token[0] != '1' || !Convert.TryFromBase64String(token[1..], bytes, out int length)) throw new S3Fault(S3Errors.InvalidArgument("continuation-token", token, "The continuation token provided is incorrect"));
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
