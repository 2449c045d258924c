using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gateway.Wire.Answers;

/// <summary>Tokens that say after which entry the next page begins. Opaque to clients.</summary>
public static class PageToken
{
    /// <summary>Makes one.</summary>
    public static string After(string name) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"1 {name}"));

    /// <summary>Reads one.</summary>
    /// <returns>False if it is none of ours.</returns>
    public static bool TryParse(string token, [NotNullWhen(true)] out string? name)
    {
        name = null;
        byte[] bytes = new byte[(token.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64String(token, bytes, out int length) || length < 2 || !bytes.AsSpan(0, 2).SequenceEqual("1 "u8)) return false;
        name = Encoding.UTF8.GetString(bytes.AsSpan(2, length - 2));
        return true;
    }

    /// <summary>Cuts a page out of entries that are ordered by name.</summary>
    /// <param name="entries">All of them, in order.</param>
    /// <param name="nameOf">What orders them.</param>
    /// <param name="after">The name after which the page begins; null for the first page.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="comparer">The order.</param>
    /// <returns>The page and the token of the next one; null after the last one.</returns>
    public static (IReadOnlyList<T> Page, string? Next) Cut<T>(IEnumerable<T> entries, Func<T, string> nameOf, string? after, int max, IComparer<string>? comparer = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(nameOf);
        comparer ??= StringComparer.Ordinal;
        List<T> page = [];
        foreach (T entry in entries)
        {
            if (after is not null && comparer.Compare(nameOf(entry), after) <= 0) continue;
            if (page.Count == max) return (page, After(nameOf(page[^1])));
            page.Add(entry);
        }

        return (page, null);
    }
}
