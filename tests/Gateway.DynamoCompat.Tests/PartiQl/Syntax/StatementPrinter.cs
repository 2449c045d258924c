using System.Text;
using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat.Tests.PartiQl.Syntax;

/// <summary>Writes a statement in one way: what is printed parses into what was printed. Shows the tree: every operand that is an operation stands in parentheses.</summary>
internal static class StatementPrinter
{
    public static string Print(Statement statement) => statement switch
    {
        Statement.Select select => Print(select),
        Statement.Insert insert => $"INSERT INTO {Print(insert.Into)} VALUE {Print(insert.Item)}{Print(insert.Returning)}",
        Statement.Update update => $"UPDATE {Print(update.Table)}{string.Concat(update.Clauses.Select(Print))}{Where(update.Where)}{Print(update.Returning)}",
        Statement.Delete delete => $"DELETE FROM {Print(delete.From)}{Where(delete.Where)}{Print(delete.Returning)}",
        Statement.Exists exists => $"EXISTS({Print(exists.Query)})",
        _ => throw new InvalidOperationException(),
    };

    public static string Print(SyntaxNode node) => node switch
    {
        SyntaxNode.Name name => Name(name.Word),
        SyntaxNode.Text text => $"'{text.Content.Replace("'", "''")}'",
        SyntaxNode.Number number => number.Digits,
        SyntaxNode.Boolean boolean => boolean.Value ? "TRUE" : "FALSE",
        SyntaxNode.Null => "NULL",
        SyntaxNode.Missing => "MISSING",
        SyntaxNode.Parameter => "?",
        SyntaxNode.Star => "*",
        SyntaxNode.List list => $"[{Join(list.Items)}]",
        SyntaxNode.Bag bag => $"<<{Join(bag.Items)}>>",
        SyntaxNode.Struct map => $"{{{string.Join(", ", map.Members.Select(member => $"{Print(member.Name)}: {Print(member.Value)}"))}}}",
        SyntaxNode.Path path => Operand(path.Root) + string.Concat(path.Steps.Select(Print)),
        SyntaxNode.Call call => $"{call.Function}({Join(call.Arguments)})",
        SyntaxNode.Unary unary => unary.Operator == "not" ? $"NOT {Operand(unary.Operand)}" : unary.Operator + Operand(unary.Operand),
        SyntaxNode.Binary binary => $"{Operand(binary.Left)} {binary.Operator.ToUpperInvariant()} {Operand(binary.Right)}",
        SyntaxNode.Logical logical => string.Join($" {logical.Operator.ToUpperInvariant()} ", logical.Operands.Select(Operand)),
        SyntaxNode.Between between => $"{Operand(between.Operand)} BETWEEN {Operand(between.Lower)} AND {Operand(between.Upper)}",
        SyntaxNode.In among => $"{Operand(among.Operand)} IN {Operand(among.Among)}",
        SyntaxNode.Is type => $"{Operand(type.Operand)} IS {type.Type.ToUpperInvariant()}",
        SyntaxNode.Query query => Print(query.Select),
        _ => throw new InvalidOperationException(),
    };

    private static string Print(Statement.Select select)
    {
        StringBuilder text = new("SELECT ");
        text.Append(select.Items.IsEmpty ? "*" : string.Join(", ", select.Items.Select(item => Print(item.Value) + (item.Alias is { } alias ? " AS " + Name(alias) : ""))));
        text.Append(" FROM ").Append(Print(select.From)).Append(Where(select.Where));
        if (!select.OrderBy.IsEmpty) text.Append(" ORDER BY ").AppendJoin(", ", select.OrderBy.Select(term => Print(term.Key) + (term.IsDescending ? " DESC" : "")));
        return text.ToString();
    }

    private static string Print(UpdateClause clause) => clause.Value is { } value ? $" SET {Print(clause.Path)} = {Print(value)}" : $" REMOVE {Print(clause.Path)}";

    private static string Print(PathStep step) => step switch
    {
        { Name: { } name } => "." + Name(name),
        { Index: { } index } => $"[{Print(index)}]",
        _ => ".*",
    };

    private static string Print(Returning returning) => returning switch
    {
        Returning.None => "",
        Returning.AllOld => " RETURNING ALL OLD *",
        Returning.AllNew => " RETURNING ALL NEW *",
        Returning.ModifiedOld => " RETURNING MODIFIED OLD *",
        _ => " RETURNING MODIFIED NEW *",
    };

    private static string Where(SyntaxNode? where) => where is null ? "" : " WHERE " + Print(where);

    private static string Join(IEnumerable<SyntaxNode> nodes) => string.Join(", ", nodes.Select(Print));

    private static string Operand(SyntaxNode node) =>
        node is SyntaxNode.Unary or SyntaxNode.Binary or SyntaxNode.Logical or SyntaxNode.Between or SyntaxNode.In or SyntaxNode.Is or SyntaxNode.Query ? $"({Print(node)})" : Print(node);

    private static string Name(string word)
    {
        bool isPlain = word.Length > 0 && !char.IsAsciiDigit(word[0]) && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') && !Keywords.Contains(word);
        return isPlain ? word : $"\"{word.Replace("\"", "\"\"")}\"";
    }
}
