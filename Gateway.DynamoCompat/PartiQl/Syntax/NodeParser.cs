using System.Collections.Immutable;

namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>Parses expressions: precedence climbing over the tokens, each read once. Takes all that PartiQL's grammar takes here, because DynamoDB refuses the rest with other words.</summary>
/// <remarks>Source: grammar and words of the reference parser (partiql-lang-kotlin, SqlParser).</remarks>
internal sealed class NodeParser(TokenReader reader, StatementParser statements)
{
    /// <param name="precedence">Operators that bind less tightly end the expression.</param>
    public SyntaxNode Expression(int precedence = -1)
    {
        reader.Enter();
        SyntaxNode left = Prefixed();
        while (true)
        {
            InfixOperator infix = InfixOperator.At(reader);
            if (infix.Precedence <= Math.Max(precedence, 0)) break;
            left = Infix(left, infix);
        }

        reader.Leave();
        return left;
    }

    /// <summary>A name and steps from it, as a table or an attribute that is written.</summary>
    public SyntaxNode SimplePath()
    {
        if (!reader.Current.IsName) throw TokenReader.Refused("Expected identifier for simple path");
        return Steps(NameNode(reader.Take()), isSimple: true);
    }

    /// <summary>Expressions between commas; at least one.</summary>
    public ImmutableArray<SyntaxNode> Arguments()
    {
        ImmutableArray<SyntaxNode>.Builder arguments = ImmutableArray.CreateBuilder<SyntaxNode>();
        do arguments.Add(Expression());
        while (reader.TakeSymbol(","));
        return arguments.DrainToImmutable();
    }

    /// <summary><c>VALUES (...), (...)</c>, behind its keyword.</summary>
    public SyntaxNode Rows(SourceSpan at)
    {
        ImmutableArray<SyntaxNode>.Builder rows = ImmutableArray.CreateBuilder<SyntaxNode>();
        do
        {
            SourceSpan row = reader.Current.At;
            if (!reader.TakeSymbol("(")) throw TokenReader.Refused("Expected LEFT_PAREN for row value constructor");
            rows.Add(new SyntaxNode.List(Arguments(), row));
            reader.Expect(")", "RIGHT_PAREN");
        }
        while (reader.TakeSymbol(","));
        return new SyntaxNode.Bag(rows.DrainToImmutable(), at);
    }

    private SyntaxNode Infix(SyntaxNode left, InfixOperator infix)
    {
        SourceSpan at = reader.Current.At;
        reader.OperatorCount++;
        if (infix.Name is "and" or "or") return Logical(left, infix, at);
        for (int i = 0; i < infix.TokenCount; i++) reader.Take();
        SyntaxNode node = infix.Name switch
        {
            "is" => Is(left, at),
            "in" => new SyntaxNode.In(left, Among(infix), at),
            "between" => Between(left, infix, at),
            _ => new SyntaxNode.Binary(infix.Name, left, Right(infix), at),
        };
        return infix.IsNegated ? new SyntaxNode.Unary("not", node, at) : node;
    }

    private SyntaxNode.Logical Logical(SyntaxNode left, InfixOperator infix, SourceSpan at)
    {
        ImmutableArray<SyntaxNode>.Builder operands = ImmutableArray.CreateBuilder<SyntaxNode>();
        Add(left);
        reader.OperatorCount--;
        while (reader.TakeKeyword(infix.Name))
        {
            reader.OperatorCount++;
            Add(Right(infix));
        }

        return new SyntaxNode.Logical(infix.Name, operands.DrainToImmutable(), at);

        // Parentheses around operands of the same operator say nothing, and a long chain stays flat.
        void Add(SyntaxNode operand)
        {
            if (operand is SyntaxNode.Logical logical && logical.Operator == infix.Name) operands.AddRange(logical.Operands);
            else operands.Add(operand);
        }
    }

    private SyntaxNode Right(InfixOperator infix) => reader.Current.Kind == TokenKind.End
        ? throw TokenReader.Refused("Missing right-hand side expression of infix operator")
        : Expression(infix.Precedence);

    private SyntaxNode.Is Is(SyntaxNode left, SourceSpan at)
    {
        Token type = reader.Current;
        if (type.Kind != TokenKind.Keyword || !Keywords.IsType(type.Text)) throw TokenReader.Refused("Expected type name");
        reader.Take();
        return new(left, type.Text, at);
    }

    private SyntaxNode Among(InfixOperator infix)
    {
        Token token = reader.Current;
        if (!token.IsSymbol("(") || reader.Peek().IsKeyword("select") || reader.Peek().IsKeyword("values")) return Right(infix);
        reader.Take();
        SyntaxNode.List list = new(Arguments(), token.At);
        reader.Expect(")", "RIGHT_PAREN");
        return list;
    }

    private SyntaxNode.Between Between(SyntaxNode left, InfixOperator infix, SourceSpan at)
    {
        SyntaxNode lower = Right(infix);
        if (!reader.TakeKeyword("and")) throw TokenReader.Refused("Expected AND keyword");
        if (reader.Current.Kind == TokenKind.End) throw TokenReader.Refused("Expected expression after AND");
        return new(left, lower, Expression(infix.Precedence), at);
    }

    private SyntaxNode Prefixed()
    {
        Token token = reader.Current;
        if (token.IsKeyword("not"))
        {
            reader.Take();
            reader.OperatorCount++;
            return new SyntaxNode.Unary("not", Expression(InfixOperator.OfNot), token.At);
        }

        if (!token.IsSymbol("+") && !token.IsSymbol("-")) return Steps(Term(), isSimple: false);
        reader.Take();
        reader.Enter();
        SyntaxNode operand = Prefixed();
        reader.Leave();
        if (operand is not SyntaxNode.Number number) return new SyntaxNode.Unary(token.Text, operand, token.At);
        if (token.Text == "+") return number;
        return number with { Digits = number.Digits.StartsWith('-') ? number.Digits[1..] : "-" + number.Digits };
    }

    private SyntaxNode Steps(SyntaxNode root, bool isSimple)
    {
        if (!reader.Current.IsSymbol(".") && !reader.Current.IsSymbol("[")) return root;
        ImmutableArray<PathStep>.Builder steps = ImmutableArray.CreateBuilder<PathStep>();
        while (true)
        {
            if (reader.TakeSymbol(".")) steps.Add(Member(isSimple));
            else if (reader.TakeSymbol("[")) steps.Add(Element(isSimple));
            else return new SyntaxNode.Path(root, steps.DrainToImmutable(), root.At);
        }
    }

    private PathStep Member(bool isSimple)
    {
        Token token = reader.Current;
        if (token.IsSymbol("*"))
        {
            if (isSimple) throw TokenReader.Refused("Invalid path dot component for simple path");
            reader.Take();
            return new(null, null, token.At);
        }

        if (!token.IsName) throw TokenReader.Refused("Invalid path dot component");
        reader.Take();
        return new(token.Text, null, token.At);
    }

    private PathStep Element(bool isSimple)
    {
        Token token = reader.Current;
        SyntaxNode? index = reader.TakeSymbol("*") ? null : Expression();
        reader.Expect("]", "RIGHT_BRACKET");
        bool isLiteral = index is SyntaxNode.Number or SyntaxNode.Text or SyntaxNode.Name;
        if (isSimple && !isLiteral) throw TokenReader.Refused("Invalid path component for simple path");
        return new(null, index, index?.At ?? token.At);
    }

    private SyntaxNode Term()
    {
        Token token = reader.Current;
        switch (token.Kind)
        {
            case TokenKind.Identifier or TokenKind.QuotedIdentifier:
                reader.Take();
                return reader.Current.IsSymbol("(") ? Call(token) : NameNode(token);
            case TokenKind.String:
                reader.Take();
                return new SyntaxNode.Text(token.Text, token.At);
            case TokenKind.Number:
                reader.Take();
                return new SyntaxNode.Number(token.Text, token.At);
            case TokenKind.Parameter:
                reader.Take();
                return new SyntaxNode.Parameter(reader.NextParameter(), token.At);
            case TokenKind.Keyword:
                return KeywordTerm(token);
            case TokenKind.Symbol:
                return SymbolTerm(token);
            default:
                throw TokenReader.Refused("Unexpected term");
        }
    }

    private SyntaxNode KeywordTerm(Token token)
    {
        reader.Take();
        switch (token.Text)
        {
            case "null": return new SyntaxNode.Null(token.At);
            case "missing": return new SyntaxNode.Missing(token.At);
            case "true" or "false": return new SyntaxNode.Boolean(token.Text == "true", token.At);
            case "select": return new SyntaxNode.Query(statements.SelectTail(), token.At);
            case "values": return Rows(token.At);
            case "from": throw statements.FromTail();
            case "and" or "or" or "in" or "is" or "like" or "between" or "union" or "except" or "intersect": throw TokenReader.Refused("Unexpected operator");
            case "date" when reader.Current.Kind != TokenKind.String: throw TokenReader.Refused($"Expected date string followed by the keyword DATE, found {TypeOf(reader.Current)}");
            case "time" when reader.Current.Kind is not (TokenKind.String or TokenKind.Keyword) && !reader.Current.IsSymbol("("):
                throw TokenReader.Refused($"Expected time string followed by the keyword TIME OR TIME WITH TIME ZONE, found {TypeOf(reader.Current)}");
            case { } word when Keywords.IsFunction(word) && reader.Current.IsSymbol("("): return Call(token);
            default: throw TokenReader.Refused("Unexpected keyword");
        }
    }

    private static string TypeOf(Token token) => token.Kind switch
    {
        TokenKind.Number => token.Text.AsSpan().ContainsAny(".eE") ? "DECIMAL" : "INT",
        TokenKind.Parameter => "INT",
        _ => "SYMBOL",
    };

    private SyntaxNode SymbolTerm(Token token)
    {
        reader.Take();
        switch (token.Text)
        {
            case "(":
                ImmutableArray<SyntaxNode> group = Arguments();
                reader.Expect(")", "RIGHT_PAREN");
                return group.Length == 1 ? group[0] : new SyntaxNode.List(group, token.At);
            case "[":
                ImmutableArray<SyntaxNode> items = reader.Current.IsSymbol("]") ? [] : Arguments();
                reader.Expect("]", "RIGHT_BRACKET");
                return new SyntaxNode.List(items, token.At);
            case "<<":
                ImmutableArray<SyntaxNode> elements = reader.Current.IsSymbol(">>") ? [] : Arguments();
                reader.Expect(">>", "RIGHT_DOUBLE_ANGLE_BRACKET");
                return new SyntaxNode.Bag(elements, token.At);
            case "{":
                ImmutableArray<StructMember> members = reader.Current.IsSymbol("}") ? [] : Members();
                reader.Expect("}", "RIGHT_CURLY");
                return new SyntaxNode.Struct(members, token.At);
            case "@":
                if (!reader.Current.IsName) throw TokenReader.Refused("Identifier must follow @-operator");
                return new SyntaxNode.Unary("@", NameNode(reader.Take()), token.At);
            case "=" or "<>" or "<" or "<=" or ">" or ">=" or "||" or "/" or "%" or "~":
                throw TokenReader.Refused("Unexpected operator");
            default:
                throw TokenReader.Refused("Unexpected term");
        }
    }

    private ImmutableArray<StructMember> Members()
    {
        ImmutableArray<StructMember>.Builder members = ImmutableArray.CreateBuilder<StructMember>();
        do
        {
            SyntaxNode name = Expression();
            reader.Expect(":", "COLON");
            members.Add(new(name, Expression()));
        }
        while (reader.TakeSymbol(","));
        return members.DrainToImmutable();
    }

    private SyntaxNode.Call Call(Token name)
    {
        reader.OperatorCount++;
        reader.Expect("(", "LEFT_PAREN");
        Token first = reader.Current;
        string function = name.Text.ToLowerInvariant();
        if (reader.TakeSymbol(")")) return new(function, [], name.At);
        if (first.IsSymbol("*"))
        {
            if (function != "count") throw TokenReader.Refused($"{name.Text}(*) is not allowed");
            reader.Take();
            reader.Expect(")", "RIGHT_PAREN");
            return new(function, [new SyntaxNode.Star(first.At)], name.At);
        }

        ImmutableArray<SyntaxNode> arguments = Arguments();
        reader.Expect(")", "RIGHT_PAREN");
        return new(function, arguments, name.At);
    }

    private static SyntaxNode.Name NameNode(Token token) => new(token.Text, token.At);
}
