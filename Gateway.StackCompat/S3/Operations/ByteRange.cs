using System.Globalization;

namespace Gateway.StackCompat.S3.Operations;

/// <summary>A part of an object: <c>bytes=0-99</c>, <c>bytes=100-</c>, <c>bytes=-5</c>.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="Length">How many.</param>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>Reads the header.</summary>
    /// <returns>Null to answer with the whole: there is no range, several, or no right one.</returns>
    /// <exception cref="S3Fault">It lies behind the end.</exception>
    public static ByteRange? Read(string? header, long size)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase)) return null;
        string range = header["bytes=".Length..].Trim();
        int hyphen = range.IndexOf('-');
        if (hyphen < 0 || range.Contains(',')) return null;
        bool hasStart = long.TryParse(range[..hyphen], NumberStyles.None, CultureInfo.InvariantCulture, out long start);
        bool hasEnd = long.TryParse(range[(hyphen + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long end);
        if (!hasStart && (hyphen > 0 || !hasEnd)) return null;
        if (!hasStart)
        {
            long last = Math.Min(end, size);
            return last == 0 ? throw new S3Fault(S3Errors.InvalidRange(header, size)) : new ByteRange(size - last, last);
        }

        if (!hasEnd) end = size - 1;
        if (hasEnd && end < start) return null;
        return start >= size ? throw new S3Fault(S3Errors.InvalidRange(header, size)) : new ByteRange(start, Math.Min(end, size - 1) - start + 1);
    }
}
