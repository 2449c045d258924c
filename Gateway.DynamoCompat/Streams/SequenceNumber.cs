using System.Globalization;

namespace Gateway.DynamoCompat.Streams;

/// <summary>AWS's sequence numbers: the store's sequence as 21 digits, so that their order as numbers and as texts is the order of the records.</summary>
internal static class SequenceNumber
{
    private const int Digits = 21;

    public static string Of(long sequence) => string.Create(CultureInfo.InvariantCulture, $"1{sequence:D20}");

    /// <summary>Reads one.</summary>
    /// <returns>False if no record can have it.</returns>
    public static bool TryParse(string text, out long sequence)
    {
        sequence = 0;
        return text.Length == Digits && text[0] == '1' && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }
}
