using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Replication.Bookmarks;

/// <summary>What somebody has seen: per PoP a position of its log. Carried by a session from one PoP to another, so that the second one shows no older state.</summary>
/// <param name="Positions">Each PoP once, in no order.</param>
/// <remarks>As text: <c>pop-1=1204,pop-2=77</c>. Source: DOCUMENT 3.6.</remarks>
public sealed record Bookmark(IReadOnlyList<KeyValuePair<string, long>> Positions)
{
    /// <summary>A longer text is no bookmark.</summary>
    public const int TextMax = 4096;

    /// <summary>Reads one.</summary>
    /// <returns>False if it is none; an empty text is one of nothing.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Bookmark? bookmark)
    {
        bookmark = null;
        if (text.Length > TextMax) return false;
        Dictionary<string, long> positions = [];
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !long.TryParse(part.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long position)) return false;
            string pop = part[..equals];
            positions[pop] = Math.Max(position, positions.GetValueOrDefault(pop));
        }

        bookmark = new Bookmark([.. positions]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(',', Positions.OrderBy(position => position.Key, StringComparer.Ordinal).Select(position => string.Create(CultureInfo.InvariantCulture, $"{position.Key}={position.Value}")));
}
