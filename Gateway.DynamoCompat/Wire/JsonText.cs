using System.Text.Json;

namespace Gateway.DynamoCompat.Wire;

/// <summary>Texts of JSON, whose escapes may name half of a character: that is refused like any other JSON that is none.</summary>
internal static class JsonText
{
    /// <summary>The text or name at the reader.</summary>
    /// <exception cref="WireException">An escape names an unpaired surrogate.</exception>
    public static string String(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new WireException(DynamoErrors.Serialization());
        }
    }

    /// <summary>The text or name at the reader as UTF-8.</summary>
    /// <param name="reader">At a text or a name.</param>
    /// <param name="scratch">Takes it if it has escapes; grows as needed.</param>
    /// <returns>Good until the reader's bytes or the scratch change.</returns>
    /// <exception cref="WireException">An escape names an unpaired surrogate.</exception>
    public static ReadOnlySpan<byte> Utf8(ref Utf8JsonReader reader, ref byte[] scratch) => reader.ValueIsEscaped ? Unescape(ref reader, ref scratch) : reader.ValueSpan;

    private static ReadOnlySpan<byte> Unescape(ref Utf8JsonReader reader, ref byte[] scratch)
    {
        if (scratch.Length < reader.ValueSpan.Length) scratch = new byte[reader.ValueSpan.Length];
        try
        {
            return scratch.AsSpan(0, reader.CopyString(scratch));
        }
        catch (InvalidOperationException)
        {
            throw new WireException(DynamoErrors.Serialization());
        }
    }
}
