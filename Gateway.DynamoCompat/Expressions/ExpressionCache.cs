using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Parsed expressions by kind and text, since an app sends the same few texts again and again. For all threads; a hit allocates nothing.</summary>
/// <param name="entriesMax">How many texts of a kind it keeps, give or take those that come in at the same moment.</param>
/// <remarks>
/// Bounded by two generations: when the young one is full it becomes the old one, whose texts are then forgotten unless they are asked for again.
/// </remarks>
internal sealed class ExpressionCache(int entriesMax = 4096)
{
    private readonly Generations<ParsedCondition>[] conditions = [new(entriesMax), new(entriesMax), new(entriesMax)];
    private readonly Generations<ParsedProjection> projections = new(entriesMax);
    private readonly Generations<ParsedUpdate> updates = new(entriesMax);

    /// <summary>How many texts it holds.</summary>
    public int Count => conditions.Sum(generations => generations.Count) + projections.Count + updates.Count;

    /// <exception cref="WireException">A ValidationException: the text is no condition.</exception>
    public ParsedCondition Condition(ExpressionKind kind, string text) =>
        conditions[(int)kind].TryGet(text, out ParsedCondition? parsed) ? parsed : conditions[(int)kind].Add(text, ConditionParser.Parse(kind, Checked(kind, text)));

    /// <exception cref="WireException">A ValidationException: the text is no projection.</exception>
    public ParsedProjection Projection(string text) =>
        projections.TryGet(text, out ParsedProjection? parsed) ? parsed : projections.Add(text, ProjectionParser.Parse(Checked(ExpressionKind.Projection, text)));

    /// <exception cref="WireException">A ValidationException: the text is no update.</exception>
    public ParsedUpdate Update(string text) =>
        updates.TryGet(text, out ParsedUpdate? parsed) ? parsed : updates.Add(text, UpdateParser.Parse(Checked(ExpressionKind.Update, text)));

    private static string Checked(ExpressionKind kind, string text)
    {
        if (text.Length == 0) throw new WireException(DynamoErrors.ExpressionEmpty(kind));
        int bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= ExpressionLimits.BytesMax ? text : throw new WireException(DynamoErrors.ExpressionTooLong(kind, bytes));
    }

    private sealed class Generations<T>(int entriesMax)
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
}
