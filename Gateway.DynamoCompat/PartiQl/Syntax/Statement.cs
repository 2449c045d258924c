using System.Collections.Immutable;

namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>A statement as it is written. Immutable, for all threads.</summary>
internal abstract record Statement
{
    private Statement()
    {
    }

    /// <summary>How many <c>?</c> it has.</summary>
    public int ParameterCount { get; init; }

    /// <summary>SELECT.</summary>
    public sealed record Select : Statement
    {
        /// <summary>The list; empty for <c>*</c>.</summary>
        public required ImmutableArray<SelectItem> Items { get; init; }

        public required SyntaxNode From { get; init; }

        public SyntaxNode? Where { get; init; }

        public ImmutableArray<OrderTerm> OrderBy { get; init; } = [];

        /// <summary>The first clause that DynamoDB does not have, as <c>LIMIT</c>; null if there is none.</summary>
        public string? UnsupportedClause { get; init; }

        /// <summary>Where that one stands.</summary>
        public SourceSpan UnsupportedAt { get; init; }

        /// <summary>FROM names more than one source.</summary>
        public bool HasJoin { get; init; }
    }

    /// <summary>INSERT INTO ... VALUE.</summary>
    public sealed record Insert : Statement
    {
        public required SyntaxNode Into { get; init; }

        public required SyntaxNode Item { get; init; }

        public Returning Returning { get; init; }

        /// <summary>Something other than VALUE gives what is inserted: several items.</summary>
        public bool HasSeveral { get; init; }
    }

    /// <summary>UPDATE.</summary>
    public sealed record Update : Statement
    {
        public required SyntaxNode Table { get; init; }

        public required ImmutableArray<UpdateClause> Clauses { get; init; }

        public SyntaxNode? Where { get; init; }

        public Returning Returning { get; init; }
    }

    /// <summary>DELETE FROM.</summary>
    public sealed record Delete : Statement
    {
        public required SyntaxNode From { get; init; }

        public SyntaxNode? Where { get; init; }

        public Returning Returning { get; init; }
    }

    /// <summary>EXISTS(SELECT ...): a condition in a transaction.</summary>
    public sealed record Exists(Select Query) : Statement;
}
