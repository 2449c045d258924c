namespace Gateway.DynamoCompat.Expressions;

/// <summary>
/// What is wrong with an expression whose syntax is right. AWS looks for one kind of fault after the other over the whole text, so each is
/// kept until the text is read: the first of its kind counts.
/// </summary>
internal sealed class ParseFaults(ExpressionKind kind)
{
    private DynamoError? redundantParentheses;
    private DynamoError? function;
    private DynamoError? misuse;
    private DynamoError? reservedWord;
    private DynamoError? section;
    private DynamoError? limit;
    private int operators;

    /// <summary>One more operator or function.</summary>
    public void CountOperator() => operators++;

    public void RedundantParentheses() => redundantParentheses ??= DynamoErrors.RedundantParentheses(kind);

    public void UnknownFunction(string name) => function ??= DynamoErrors.FunctionUnknown(kind, name);

    public void FunctionOfOtherLanguage(string name) => function ??= DynamoErrors.FunctionOfOtherLanguage(kind, name);

    public void MisusedFunction(string name) => misuse ??= DynamoErrors.FunctionMisused(kind, name);

    public void ReservedWord(string word) => reservedWord ??= DynamoErrors.ReservedWord(kind, word);

    public void SectionTwice(string name) => section ??= DynamoErrors.SectionTwice(name);

    /// <summary>More than the language allows, of anything.</summary>
    public void BeyondLimit(DynamoError error) => limit ??= error;

    /// <summary>Ends the parse.</summary>
    /// <exception cref="WireException">The fault that AWS would name.</exception>
    /// <remarks>Source: observed dynalite 4.0.0, with two faults in one text.</remarks>
    public void Check()
    {
        DynamoError? tooMany = operators > ExpressionLimits.OperatorsMax ? DynamoErrors.TooManyOperators(kind, operators) : null;
        DynamoError? first = kind == ExpressionKind.Update
            ? tooMany ?? redundantParentheses ?? reservedWord ?? function ?? section ?? limit
            : tooMany ?? redundantParentheses ?? function ?? misuse ?? reservedWord ?? limit;
        if (first is not null) throw new WireException(first);
    }
}
