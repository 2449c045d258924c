using System.Buffers;
using System.Buffers.Text;

namespace Gateway.DynamoCompat.Wire;

/// <summary>Base64 as DynamoDB takes it: the plain alphabet, padded, nothing between, and no bits left over.</summary>
internal static class Base64Text
{
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    /// <summary>Decodes.</summary>
    /// <param name="text">Base64 in ASCII.</param>
    /// <param name="bytes">Takes the bytes; as long as the text is always enough.</param>
    /// <param name="written">How many there are.</param>
    /// <returns>False if the text is not base64 in that strict sense.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> bytes, out int written)
    {
        written = 0;
        if (text.IsEmpty) return true;
        if (text.Length % 4 != 0) return false;

        // The runtime's decoder passes over white space and leftover bits; both are refused here.
        int pads = text[^1] != '=' ? 0 : text[^2] != '=' ? 1 : 2;
        ReadOnlySpan<byte> digits = text[..^pads];
        if (digits.ContainsAnyExcept(Alphabet)) return false;
        int leftover = pads switch { 1 => 0x03, 2 => 0x0F, _ => 0 };
        if (leftover != 0 && (SixBits(digits[^1]) & leftover) != 0) return false;
        return Base64.DecodeFromUtf8(text, bytes, out _, out written) == OperationStatus.Done;
    }

    private static int SixBits(byte digit) => digit switch
    {
        >= (byte)'A' and <= (byte)'Z' => digit - 'A',
        >= (byte)'a' and <= (byte)'z' => digit - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => digit - '0' + 52,
        (byte)'+' => 62,
        _ => 63,
    };
}
