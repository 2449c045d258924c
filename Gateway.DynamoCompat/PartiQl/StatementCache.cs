using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat.PartiQl;

/// <summary>Parsed statements by text, since an app sends the same few texts again and again. For all threads; bounded.</summary>
/// <param name="entriesMax">How many texts it keeps, give or take those that come in at the same moment.</param>
internal sealed class StatementCache(int entriesMax = 4096)
{
    private readonly ParsedTexts<Statement> statements = new(entriesMax);

    /// <exception cref="WireException">A ValidationException: it is no statement.</exception>
    public Statement Get(string text) => statements.TryGet(text, out Statement? statement) ? statement : statements.Add(text, StatementParser.Parse(text));
}
