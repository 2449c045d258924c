namespace Gateway.DynamoCompat;

/// <summary>PartiQL.</summary>
internal static partial class DynamoErrors
{
    /// <summary>The parser takes it, but it is none of the four statements.</summary>
    public static DynamoError StatementUnsupported => Validation("Unsupported operation");

    /// <param name="detail">What the parser says; empty where the lexer refuses.</param>
    public static DynamoError NotWellFormed(string detail) => Validation($"Statement wasn't well formed, can't be processed: {detail}");

    public static DynamoError StatementOperators(int count) => Validation($"The expression contains too many operators; operator count: {count}");
}
