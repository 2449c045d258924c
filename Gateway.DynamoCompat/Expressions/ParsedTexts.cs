using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>What texts were parsed into. For all threads; a hit allocates nothing.</summary>
/// <param name="entriesMax">How many texts it keeps, give or take those that come in at the same moment.</param>
/// <remarks>
/// Bounded by two generations: when the young one is full it becomes the old one, whose texts are then forgotten unless they are asked for again.
/// </remarks>
internal sealed class ParsedTexts<T>(int entriesMax)
    where T : class
{
    private readonly Lock turn = new();
    private volatile ConcurrentDictionary<string, T> young = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, T> old = new(StringComparer.Ordinal);
    private int added;

    public int Count => young.Count + old.Count;

    public bool TryGet(string text, [NotNullWhen(true)] out T? parsed)
    {
        if (young.TryGetValue(text, out parsed)) return true;
        if (!old.TryGetValue(text, out parsed)) return false;
        Add(text, parsed);
        return true;
    }

    public T Add(string text, T parsed)
    {
        young[text] = parsed;
        if (Interlocked.Increment(ref added) < Math.Max(1, entriesMax / 2)) return parsed;
        lock (turn)
        {
            if (added < Math.Max(1, entriesMax / 2)) return parsed;
            added = 0;
            old = young;
            young = new ConcurrentDictionary<string, T>(StringComparer.Ordinal);
        }

        return parsed;
    }
}
