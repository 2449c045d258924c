using System.Text;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>Parsed expressions by kind and text, since an app sends the same few texts again and again. For all threads; a hit allocates nothing.</summary>
/// <param name="entriesMax">How many texts of a kind it keeps, give or take those that come in at the same moment.</param>
internal sealed class ExpressionCache(int entriesMax = 4096)
{
    private readonly ParsedTexts<ParsedCondition>[] conditions = [new(entriesMax), new(entriesMax), new(entriesMax)];
    private readonly ParsedTexts<ParsedProjection> projections = new(entriesMax);
    private readonly ParsedTexts<ParsedUpdate> updates = new(entriesMax);

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
}
