namespace Gateway.DynamoCompat.Expressions;

/// <summary>
/// Reads conditions, filters and key conditions. Keeps its own stack, so that no text makes it recurse: parentheses and functions push a
/// <see cref="ConditionFrame"/>. A parenthesis may hold a condition or an operand, which only its end tells.
/// </summary>
/// <remarks>Source: doc Expressions.OperatorsAndFunctions, syntax and precedence.</remarks>
internal sealed class ConditionParser
{
    private readonly TokenCursor cursor;
    private readonly SlotTable slots = new();
    private readonly ParseFaults faults;
    private readonly PathParser paths;
    private readonly Stack<ConditionFrame> frames = new();

    private ConditionParser(ExpressionKind kind, string text)
    {
        cursor = new TokenCursor(kind, text);
        faults = new ParseFaults(kind);
        paths = new PathParser(cursor, slots, faults);
        frames.Push(new ConditionFrame(ConditionFrameKind.Whole));
    }

    private ConditionFrame Frame => frames.Peek();

    /// <exception cref="WireException">A ValidationException: the text is no condition.</exception>
    public static ParsedCondition Parse(ExpressionKind kind, string text) => new ConditionParser(kind, text).Parse();

    private ParsedCondition Parse()
    {
        while (true)
        {
            Operand? operand = ReadOperand();
            if (operand is null) continue;
            if (Follow(operand) is { } whole)
            {
                faults.Check();
                return new ParsedCondition(whole, slots);
            }
        }
    }

    /// <summary>Reads what may begin a term; null if that only opened something.</summary>
    private Operand? ReadOperand()
    {
        if (Frame.TakesCondition && cursor.TryTakeWord("NOT"))
        {
            faults.CountOperator();
            Frame.Nots++;
            return null;
        }

        if (cursor.TryTake(TokenKind.Open))
        {
            frames.Push(new ConditionFrame(Frame.TakesCondition ? ConditionFrameKind.Group : ConditionFrameKind.OperandGroup));
            return null;
        }

        if (cursor.Is(TokenKind.ValuePlaceholder)) return paths.ParseValue();
        if (!cursor.Is(TokenKind.Name) || !cursor.IsNext(TokenKind.Open) || !paths.IsAtPath()) return new Operand.Path(paths.Parse());
        faults.CountOperator();
        frames.Push(new ConditionFrame(ConditionFrameKind.Call) { Function = cursor.Take() });
        cursor.Pass();
        return null;
    }

    /// <summary>Goes on after an operand, and after each parenthesis that closes behind it, until another operand is needed.</summary>
    /// <returns>The whole condition at the end of the text, else null.</returns>
    private ConditionNode? Follow(Operand first)
    {
        Term term = new(first, null, IsGroup: false);
        while (true)
        {
            ConditionFrame frame = Frame;
            Term? next = term.Operand is { } operand ? FollowOperand(frame, operand, term.IsGroup) : FollowCondition(frame, term.Condition!, term.IsGroup);
            if (next is null) return null;
            if (next.Value.Condition is { } whole && frame.Kind == ConditionFrameKind.Whole && term.Condition is not null) return whole;
            term = next.Value;
        }
    }

    /// <summary>What an operand makes of the frame on top; null if another operand is needed.</summary>
    private Term? FollowOperand(ConditionFrame frame, Operand operand, bool isGroup)
    {
        if (frame.Kind is ConditionFrameKind.Call or ConditionFrameKind.Choices)
        {
            frame.Operands.Add(AsValue(operand));
            if (cursor.TryTake(TokenKind.Comma)) return null;
            cursor.Expect(TokenKind.Close);
            frames.Pop();
            return frame.Kind == ConditionFrameKind.Call ? new Term(MakeCall(frame), null, IsGroup: false) : new Term(null, MakeIn(frame), IsGroup: false);
        }

        if (frame.Kind == ConditionFrameKind.OperandGroup)
        {
            cursor.Expect(TokenKind.Close);
            return CloseGroup(operand, null, isGroup);
        }

        if (TryBeginOperator(frame, operand)) return null;
        if (frame.Kind == ConditionFrameKind.Group && frame.IsBare && cursor.TryTake(TokenKind.Close)) return CloseGroup(operand, null, isGroup);
        return new Term(null, Complete(frame, operand), IsGroup: false);
    }

    /// <summary>What a condition makes of the frame on top; null if an operand is needed.</summary>
    private Term? FollowCondition(ConditionFrame frame, ConditionNode condition, bool isGroup)
    {
        bool isAlone = frame.IsBare;
        frame.AddTerm(condition);
        bool isOr = cursor.IsWord("OR");
        if (isOr || cursor.IsWord("AND"))
        {
            cursor.Pass();
            faults.CountOperator();
            if (isOr) frame.EndConjunction();
            return null;
        }

        if (frame.Kind == ConditionFrameKind.Whole) return cursor.Is(TokenKind.End) ? new Term(null, frame.Build(), IsGroup: false) : throw cursor.SyntaxError();
        cursor.Expect(TokenKind.Close);
        return CloseGroup(null, frame.Build(), isAlone && isGroup);
    }

    /// <summary>A parenthesis has closed: what it held is a term of the frame around it. Parentheses around nothing but parentheses are redundant.</summary>
    private Term CloseGroup(Operand? operand, ConditionNode? condition, bool isAroundGroup)
    {
        if (isAroundGroup) faults.RedundantParentheses();
        frames.Pop();
        return new Term(operand, condition, IsGroup: true);
    }

    /// <summary>An operator stands behind the operand, so that another operand is needed.</summary>
    private bool TryBeginOperator(ConditionFrame frame, Operand operand)
    {
        if (frame.Pending == PendingOperator.BetweenLower)
        {
            cursor.ExpectWord("AND");
            frame.SetLower(AsValue(operand));
            return true;
        }

        if (frame.Pending != PendingOperator.None) return false;
        if (ComparatorOf(cursor.Current.Kind) is { } comparator)
        {
            cursor.Pass();
            frame.BeginComparison(AsValue(operand), comparator);
        }
        else if (cursor.TryTakeWord("BETWEEN"))
        {
            frame.BeginBetween(AsValue(operand));
        }
        else if (cursor.TryTakeWord("IN"))
        {
            cursor.Expect(TokenKind.Open);
            frame.BeginIn(AsValue(operand));
            frames.Push(new ConditionFrame(ConditionFrameKind.Choices));
        }
        else
        {
            return false;
        }

        faults.CountOperator();
        return true;
    }

    /// <summary>The operand ends a comparison or a range, or it is a function that is a condition by itself.</summary>
    private ConditionNode Complete(ConditionFrame frame, Operand operand)
    {
        PendingOperator pending = frame.Pending;
        frame.EndOperator();
        if (pending == PendingOperator.Comparison) return new ConditionNode.Comparison(frame.Comparator, frame.Subject!, AsValue(operand));
        if (pending == PendingOperator.BetweenUpper) return new ConditionNode.Between(frame.Subject!, frame.Lower!, AsValue(operand));
        if (operand is not Operand.Call call) throw cursor.SyntaxError();
        if (Functions.AnswersValue(call.Function)) faults.MisusedFunction(Functions.NameOf(call.Function));
        return new ConditionNode.Holds(call);
    }

    private ConditionNode.In MakeIn(ConditionFrame choices)
    {
        ConditionFrame frame = Frame;
        frame.EndOperator();
        int count = choices.Operands.Count;
        if (count > ExpressionLimits.ChoicesMax) faults.BeyondLimit(DynamoErrors.TooManyChoices(cursor.Kind, count));
        return new ConditionNode.In(frame.Subject!, [.. choices.Operands]);
    }

    private Operand.Call MakeCall(ConditionFrame frame)
    {
        string name = frame.Function!;
        if (!Functions.TryFind(name, out FunctionKind function)) faults.UnknownFunction(name);
        else if (Functions.IsForUpdates(function)) faults.FunctionOfOtherLanguage(name);
        return new Operand.Call(function, [.. frame.Operands]);
    }

    /// <summary>Where a value is needed, a function that is a condition is out of place.</summary>
    private Operand AsValue(Operand operand)
    {
        if (operand is Operand.Call call && !Functions.AnswersValue(call.Function)) faults.MisusedFunction(Functions.NameOf(call.Function));
        return operand;
    }

    private static Comparator? ComparatorOf(TokenKind token) => token switch
    {
        TokenKind.Equal => Comparator.Equal,
        TokenKind.NotEqual => Comparator.NotEqual,
        TokenKind.Less => Comparator.Less,
        TokenKind.LessOrEqual => Comparator.LessOrEqual,
        TokenKind.Greater => Comparator.Greater,
        TokenKind.GreaterOrEqual => Comparator.GreaterOrEqual,
        _ => null,
    };

    /// <summary>What was just completed: one of the two.</summary>
    private readonly record struct Term(Operand? Operand, ConditionNode? Condition, bool IsGroup);
}
