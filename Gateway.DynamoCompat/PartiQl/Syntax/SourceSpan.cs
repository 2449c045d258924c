namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>Where a token stands in a statement, as errors quote it: <c>1:8:5</c>.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in code points.</param>
/// <param name="Length">In code points, with the quotes of a quoted token.</param>
internal readonly record struct SourceSpan(int Line, int Column, int Length)
{
    public override string ToString() => $"{Line}:{Column}:{Length}";
}
