namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A name that stands in an expression just so, though it must not: a reserved word, or a placeholder that nothing defines.</summary>
internal sealed record RawName(string Text)
{
    public bool IsPlaceholder => Text[0] == '#';
}
