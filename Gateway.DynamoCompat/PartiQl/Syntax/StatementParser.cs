using System.Collections.Immutable;

namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>Parses one statement.</summary>
/// <remarks>Source: doc ql-reference.statements; grammar and words of the reference parser (partiql-lang-kotlin, SqlParser).</remarks>
internal sealed class StatementParser
{
    /// <summary>Source: doc ServiceQuotas, operators and functions of an expression.</summary>
    private const int OperatorsMax = 300;

    private readonly TokenReader reader;
    private readonly NodeParser nodes;

    private StatementParser(List<Token> tokens)
    {
        reader = new TokenReader(tokens);
        nodes = new NodeParser(reader, this);
    }

    /// <summary>Parses a statement, in time linear in its length.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static Statement Parse(string statement)
    {
        StatementParser parser = new(StatementLexer.Tokenize(statement));
        Statement parsed = parser.Whole();
        return parsed with { ParameterCount = parser.reader.ParameterCount };
    }

    /// <summary>SELECT, behind its keyword.</summary>
    public Statement.Select SelectTail()
    {
        Clauses clauses = new();
        Token quantifier = reader.Current;
        if (reader.TakeKeyword("distinct")) clauses.Refuse("DISTINCT", quantifier.At);
        else reader.TakeKeyword("all");
        ImmutableArray<SelectItem> items = SelectList(clauses);
        if (!reader.TakeKeyword("from")) throw TokenReader.Refused("Expected FROM after SELECT list");
        SyntaxNode from = nodes.Expression(InfixOperator.OfSelect);
        Alias(clauses);
        bool hasJoin = Joins(clauses);
        SyntaxNode? where = reader.TakeKeyword("where") ? nodes.Expression(InfixOperator.OfSelect) : null;
        ImmutableArray<OrderTerm> order = OrderBy();
        Grouping(clauses);
        return new Statement.Select
        {
            Items = items,
            From = from,
            Where = where,
            OrderBy = order,
            HasJoin = hasJoin,
            UnsupportedClause = clauses.Refused,
            UnsupportedAt = clauses.At,
        };
    }

    /// <summary>What PartiQL reads behind FROM at the beginning of a statement, which DynamoDB never takes: the error.</summary>
    public WireException FromTail()
    {
        nodes.Expression();
        Alias(new Clauses());
        if (reader.TakeKeyword("where")) nodes.Expression();
        return TokenReader.Refused("Expected data manipulation");
    }

    private Statement Whole()
    {
        Token first = reader.Current;
        Statement statement = first.Kind != TokenKind.Keyword ? Expression() : first.Text switch
        {
            "insert" when reader.Peek().IsKeyword("into") => Insert(),
            "update" => Update(),
            "delete" => Delete(),
            _ => Expression(),
        };
        if (reader.TakeSymbol(";"))
        {
            if (reader.Current.Kind != TokenKind.End) throw TokenReader.Refused("Unexpected token after semicolon. (Only one query is allowed.)");
        }
        else if (reader.Current.Kind != TokenKind.End)
        {
            throw TokenReader.Refused("Unexpected token after expression");
        }

        return reader.OperatorCount > OperatorsMax ? throw new WireException(DynamoErrors.StatementOperators(reader.OperatorCount)) : statement;
    }

    private Statement Expression()
    {
        SyntaxNode node = nodes.Expression();
        if (reader.Current.Kind != TokenKind.End && !reader.Current.IsSymbol(";")) throw TokenReader.Refused("Unexpected token after expression");
        return node switch
        {
            SyntaxNode.Query query => query.Select,
            SyntaxNode.Call { Function: "exists", Arguments: [SyntaxNode.Query query] } => new Statement.Exists(query.Select),
            _ => throw new WireException(DynamoErrors.StatementUnsupported),
        };
    }

    private ImmutableArray<SelectItem> SelectList(Clauses clauses)
    {
        if (reader.TakeKeyword("value")) clauses.Refuse("SELECT VALUE", reader.Current.At);
        ImmutableArray<SelectItem>.Builder items = ImmutableArray.CreateBuilder<SelectItem>();
        int stars = 0;
        do
        {
            if (reader.TakeSymbol("*")) stars++;
            else items.Add(new SelectItem(nodes.Expression(), Alias(new Clauses())));
        }
        while (reader.TakeSymbol(","));
        if (stars > 0 && stars + items.Count > 1) throw TokenReader.Refused("Other expressions may not be present in the select list when '*' is used without dot notation.");
        return items.DrainToImmutable();
    }

    private string? Alias(Clauses clauses)
    {
        Token token = reader.Current;
        if (reader.TakeKeyword("as"))
        {
            token = reader.Current;
            if (!token.IsName) throw TokenReader.Refused("Expected identifier for AS-alias");
        }

        if (!token.IsName) return null;
        reader.Take();
        clauses.Refuse("AS", token.At);
        return token.Text;
    }

    private bool Joins(Clauses clauses)
    {
        bool hasJoin = false;
        while (true)
        {
            bool isComma = reader.TakeSymbol(",");
            bool isCross = false;
            if (!isComma)
            {
                int words = 0;
                while (reader.Peek(words) is { Kind: TokenKind.Keyword, Text: "left" or "right" or "full" or "inner" or "outer" or "cross" } word)
                {
                    isCross |= word.Text == "cross";
                    words++;
                }

                if (!reader.Peek(words).IsKeyword("join")) return hasJoin;
                for (int i = 0; i <= words; i++) reader.Take();
            }

            hasJoin = true;
            nodes.Expression(InfixOperator.OfSelect);
            Alias(clauses);
            if (isComma || isCross) continue;
            if (!reader.TakeKeyword("on")) throw TokenReader.Refused("Expected 'ON'");
            nodes.Expression(InfixOperator.OfSelect);
        }
    }

    private ImmutableArray<OrderTerm> OrderBy()
    {
        if (!reader.TakeKeyword("order")) return [];
        if (!reader.TakeKeyword("by")) throw TokenReader.Refused("Expected BY");
        ImmutableArray<OrderTerm>.Builder terms = ImmutableArray.CreateBuilder<OrderTerm>();
        do
        {
            SyntaxNode key = nodes.Expression();
            bool isDescending = reader.TakeKeyword("desc");
            if (!isDescending) reader.TakeKeyword("asc");
            terms.Add(new OrderTerm(key, isDescending));
        }
        while (reader.TakeSymbol(","));
        return terms.DrainToImmutable();
    }

    private void Grouping(Clauses clauses)
    {
        if (reader.TakeKeyword("group"))
        {
            reader.TakeKeyword("partial");
            if (!reader.TakeKeyword("by")) throw TokenReader.Refused("Expected BY");
            clauses.Refuse("GROUP BY", reader.Current.At);
            nodes.Arguments();
        }

        if (reader.TakeKeyword("having")) clauses.Refuse("HAVING", nodes.Expression(InfixOperator.OfSelect).At);
        if (reader.TakeKeyword("limit")) clauses.Refuse("LIMIT", nodes.Expression(InfixOperator.OfSelect).At);
    }

    private Statement.Insert Insert()
    {
        reader.Take();
        reader.Take();
        SyntaxNode into = nodes.SimplePath();
        bool hasSeveral = !reader.TakeKeyword("value");
        SyntaxNode item = nodes.Expression();
        return new Statement.Insert { Into = into, Item = item, HasSeveral = hasSeveral, Returning = ReturningClause() };
    }

    private Statement.Update Update()
    {
        reader.Take();
        SyntaxNode table = nodes.SimplePath();
        ImmutableArray<UpdateClause>.Builder clauses = ImmutableArray.CreateBuilder<UpdateClause>();
        while (reader.Current.IsKeyword("set") || reader.Current.IsKeyword("remove"))
        {
            bool isSet = reader.Take().Text == "set";
            do clauses.Add(isSet ? Assignment() : new UpdateClause(nodes.SimplePath(), null));
            while (reader.TakeSymbol(","));
        }

        if (clauses.Count == 0) throw TokenReader.Refused("Expected data manipulation");
        return new Statement.Update { Table = table, Clauses = clauses.DrainToImmutable(), Where = Where(), Returning = ReturningClause() };
    }

    private UpdateClause Assignment()
    {
        SyntaxNode path = nodes.SimplePath();
        if (!reader.TakeSymbol("=")) throw TokenReader.Refused("Expected '='");
        return new UpdateClause(path, nodes.Expression());
    }

    private Statement.Delete Delete()
    {
        reader.Take();
        if (!reader.TakeKeyword("from")) throw TokenReader.Refused("Expected FROM after DELETE");
        return new Statement.Delete { From = nodes.SimplePath(), Where = Where(), Returning = ReturningClause() };
    }

    private SyntaxNode? Where() => reader.TakeKeyword("where") ? nodes.Expression() : null;

    private Returning ReturningClause()
    {
        if (!reader.TakeKeyword("returning")) return Returning.None;
        Returning returning = (reader.Current.Text, reader.Peek().Text) switch
        {
            ("all", "old") => Returning.AllOld,
            ("all", "new") => Returning.AllNew,
            ("modified", "old") => Returning.ModifiedOld,
            ("modified", "new") => Returning.ModifiedNew,
            _ => throw TokenReader.Refused("Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element."),
        };
        reader.Take();
        reader.Take();
        return reader.TakeSymbol("*") ? returning : throw TokenReader.Refused("Unsupported syntax in RETURNING columns.");
    }

    /// <summary>Remembers the first clause that DynamoDB does not have.</summary>
    private sealed class Clauses
    {
        public string? Refused { get; private set; }

        public SourceSpan At { get; private set; }

        public void Refuse(string clause, SourceSpan at)
        {
            if (Refused is not null) return;
            Refused = clause;
            At = at;
        }
    }
}
