using System.Text.Json;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>Where one value of a JSON text stands, and the quoted name before it; the name's length is 0 in lists and at the top.</summary>
internal readonly record struct JsonPiece(int Start, int End, int NameStart, int NameEnd, JsonTokenType Kind, int Depth)
{
    public int Length => End - Start;

    public bool HasName => NameEnd > NameStart;

    /// <summary>The value's bytes in the text that it was found in.</summary>
    public ReadOnlySpan<byte> Of(byte[] text) => text.AsSpan(Start, Length);

    /// <summary>The bytes of the name, without quotes.</summary>
    public ReadOnlySpan<byte> NameOf(byte[] text) => HasName ? text.AsSpan(NameStart + 1, NameEnd - NameStart - 2) : default;
}
