using System.Collections.Immutable;
using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat.Tests.PartiQl.Syntax;

/// <summary>Random statements of the whole grammar, also such as DynamoDB refuses; the same seed gives the same ones.</summary>
internal sealed class ArbitraryStatements(int seed)
{
    private static readonly string[] Words = ["a", "pk", "Artist", "a-b", "select", "value", "x y", "日本", "😀", "q\"q", "$1", "_", "1a", "size"];
    private static readonly string[] Texts = ["", "x", "it's", "''", "--", "/*", "日本😀", "a\nb", "?", "\"", "`"];
    private static readonly string[] Digits = ["0", "1", "42", "1.5", ".5", "1e10", "1E-7", "99999999999999999999999999999999999999", "0.10"];
    private static readonly string[] Comparisons = ["=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "||", "like"];
    private static readonly string[] Types = ["missing", "null", "string", "boolean"];
    private static readonly string[] Functions = ["begins_with", "contains", "size", "attribute_type", "list_append", "set_add", "count", "exists"];

    private readonly Random random = new(seed);

    public Statement Next() => random.Next(5) switch
    {
        0 => Select(3),
        1 => new Statement.Insert { Into = SimplePath(), Item = Node(4), Returning = Returned() },
        2 => new Statement.Update { Table = SimplePath(), Clauses = Many(1, 4, Clause), Where = Maybe(() => Node(5)), Returning = Returned() },
        3 => new Statement.Delete { From = SimplePath(), Where = Maybe(() => Node(5)), Returning = Returned() },
        _ => new Statement.Exists(Select(2)),
    };

    /// <summary>A text that is not a statement any more, or perhaps still: something left out, doubled or put in.</summary>
    public string Broken()
    {
        string text = StatementPrinter.Print(Next());
        for (int i = random.Next(1, 4); i > 0 && text.Length > 1; i--)
        {
            int at = random.Next(text.Length);
            int length = Math.Min(random.Next(1, 8), text.Length - at);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, text.Substring(at, length)),
                _ => text.Insert(at, Pick("'", "\"", "(", ")", "[", "]", "<<", ">>", "{", "}", ",", ".", "?", "`", "/*", "--", "é", "\0", " not ", " in ", " 1e", "|")),
            };
        }

        return text;
    }

    private Statement.Select Select(int depth) => new()
    {
        Items = random.Next(3) == 0 ? [] : Many(1, 3, () => new SelectItem(Node(depth), random.Next(5) == 0 ? Pick(Words) : null)),
        From = random.Next(4) == 0 ? new SyntaxNode.Path(Name(), [new PathStep(Pick(Words), null, default)], default) : Name(),
        Where = Maybe(() => Node(depth)),
        OrderBy = random.Next(3) == 0 ? Many(1, 2, () => new OrderTerm(Node(1), random.Next(2) == 0)) : [],
    };

    private SyntaxNode Node(int depth) => random.Next(depth <= 0 ? 7 : 18) switch
    {
        0 or 1 => Name(),
        2 => new SyntaxNode.Text(Pick(Texts), default),
        3 => new SyntaxNode.Number((random.Next(3) == 0 ? "-" : "") + Pick(Digits), default),
        4 => new SyntaxNode.Parameter(0, default),
        5 => random.Next(2) == 0 ? new SyntaxNode.Boolean(random.Next(2) == 0, default) : new SyntaxNode.Null(default),
        6 => new SyntaxNode.Missing(default),
        7 => new SyntaxNode.List(Many(0, 3, () => Node(depth - 1)), default),
        8 => new SyntaxNode.Bag(Many(0, 3, () => Node(depth - 1)), default),
        9 => new SyntaxNode.Struct(Many(0, 3, () => new StructMember(Node(depth - 1), Node(depth - 1))), default),
        10 => new SyntaxNode.Path(Name(), Many(1, 4, Step), default),
        11 => new SyntaxNode.Call(Pick(Functions), Many(0, 2, () => Node(depth - 1)), default),
        12 => new SyntaxNode.Unary("not", Node(depth - 1), default),
        13 => new SyntaxNode.Binary(Pick(Comparisons), Node(depth - 1), Node(depth - 1), default),
        14 => Logical(depth),
        15 => new SyntaxNode.Between(Node(depth - 1), Node(depth - 1), Node(depth - 1), default),
        16 => new SyntaxNode.In(Node(depth - 1), random.Next(3) == 0 ? Name() : new SyntaxNode.List(Many(0, 3, () => Node(depth - 1)), default), default),
        _ => new SyntaxNode.Is(Node(depth - 1), Pick(Types), default),
    };

    private SyntaxNode.Logical Logical(int depth)
    {
        string name = Pick("and", "or");
        return new(name, Many(2, 4, () => Operand(name, depth)), default);
    }

    // The parser takes operands of the same operator out of their parentheses.
    private SyntaxNode Operand(string name, int depth)
    {
        SyntaxNode node = Node(depth - 1);
        return node is SyntaxNode.Logical logical && logical.Operator == name ? new SyntaxNode.Unary("not", logical, default) : node;
    }

    private PathStep Step() => random.Next(3) switch
    {
        0 => new PathStep(null, new SyntaxNode.Number(random.Next(3).ToString(), default), default),
        _ => new PathStep(Pick(Words), null, default),
    };

    private UpdateClause Clause() => new(SimplePath(), random.Next(3) == 0 ? null : Node(4));

    private SyntaxNode SimplePath() => random.Next(3) == 0 ? new SyntaxNode.Path(Name(), Many(1, 3, Step), default) : Name();

    private SyntaxNode.Name Name() => new(Pick(Words), default);

    private Returning Returned() => random.Next(2) == 0 ? Returning.None : (Returning)random.Next(5);

    private SyntaxNode? Maybe(Func<SyntaxNode> node) => random.Next(3) == 0 ? null : node();

    private ImmutableArray<T> Many<T>(int min, int max, Func<T> one) => [.. Enumerable.Range(0, random.Next(min, max + 1)).Select(_ => one())];

    private T Pick<T>(params T[] values) => values[random.Next(values.Length)];
}
