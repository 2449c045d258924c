namespace Gateway.DynamoCompat.Expressions;

/// <summary>Reads update expressions. Values nest through parentheses and functions on a stack of its own, so that no text makes it recurse.</summary>
/// <remarks>Source: doc Expressions.UpdateExpressions.</remarks>
internal sealed class UpdateParser
{
    private static readonly string[] Sections = ["SET", "REMOVE", "ADD", "DELETE"];

    private readonly TokenCursor cursor;
    private readonly SlotTable slots = new();
    private readonly ParseFaults faults = new(ExpressionKind.Update);
    private readonly PathParser paths;
    private readonly List<UpdateAction> actions = [];

    private UpdateParser(string text)
    {
        cursor = new TokenCursor(ExpressionKind.Update, text);
        paths = new PathParser(cursor, slots, faults);
    }

    /// <exception cref="WireException">A ValidationException: the text is no update.</exception>
    public static ParsedUpdate Parse(string text) => new UpdateParser(text).Parse();

    private ParsedUpdate Parse()
    {
        int seen = 0;
        do
        {
            int section = Array.FindIndex(Sections, cursor.IsWord);
            if (section < 0) throw cursor.SyntaxError();
            if ((seen & (1 << section)) != 0) faults.SectionTwice(Sections[section]);
            seen |= 1 << section;
            cursor.Pass();
            do actions.Add(ParseAction((UpdateActionKind)section));
            while (cursor.TryTake(TokenKind.Comma));
        }
        while (!cursor.Is(TokenKind.End));

        faults.Check();
        return new ParsedUpdate([.. actions], slots);
    }

    private UpdateAction ParseAction(UpdateActionKind kind)
    {
        DocumentPath target = paths.Parse();
        switch (kind)
        {
            case UpdateActionKind.Set:
                cursor.Expect(TokenKind.Equal);
                return new UpdateAction(kind, target, ParseOperand());
            case UpdateActionKind.Remove:
                return new UpdateAction(kind, target, null);
            default:
                return new UpdateAction(kind, target, paths.ParseValue());
        }
    }

    private Operand ParseOperand()
    {
        Stack<UpdateFrame> frames = new();
        frames.Push(new UpdateFrame(UpdateFrameKind.Whole) { TakesArithmetic = true });
        while (true)
        {
            if (cursor.TryTake(TokenKind.Open))
            {
                UpdateFrame around = frames.Peek();
                frames.Push(new UpdateFrame(UpdateFrameKind.Group) { TakesArithmetic = around.TakesArithmetic && around.Left is null });
            }
            else if (cursor.Is(TokenKind.Name) && cursor.IsNext(TokenKind.Open) && paths.IsAtPath())
            {
                faults.CountOperator();
                frames.Push(new UpdateFrame(UpdateFrameKind.Call) { Function = cursor.Take() });
                cursor.Pass();
            }
            else
            {
                Operand operand = cursor.Is(TokenKind.ValuePlaceholder) ? paths.ParseValue() : new Operand.Path(paths.Parse());
                if (Follow(frames, operand) is { } whole) return whole;
            }
        }
    }

    /// <summary>Goes on after an operand, and after each parenthesis that closes behind it, until another operand is needed.</summary>
    /// <returns>The whole value at its end, else null.</returns>
    private Operand? Follow(Stack<UpdateFrame> frames, Operand operand)
    {
        bool isGroup = false;
        while (true)
        {
            UpdateFrame frame = frames.Peek();
            if (frame.Kind == UpdateFrameKind.Call)
            {
                frame.Operands.Add(operand);
                if (cursor.TryTake(TokenKind.Comma)) return null;
                cursor.Expect(TokenKind.Close);
                frames.Pop();
                operand = MakeCall(frame);
                isGroup = false;
                continue;
            }

            if (frame.Left is not null)
            {
                operand = new Operand.Arithmetic(frame.IsDifference, frame.Left, operand);
                isGroup = false;
            }
            else if (frame.TakesArithmetic && operand is not Operand.Arithmetic && (cursor.Is(TokenKind.Plus) || cursor.Is(TokenKind.Minus)))
            {
                faults.CountOperator();
                frame.Left = operand;
                frame.IsDifference = cursor.Is(TokenKind.Minus);
                cursor.Pass();
                return null;
            }

            if (frame.Kind == UpdateFrameKind.Whole) return IsAtEndOfAction() ? operand : throw cursor.SyntaxError();
            cursor.Expect(TokenKind.Close);
            if (isGroup) faults.RedundantParentheses();
            frames.Pop();
            isGroup = true;
        }
    }

    private bool IsAtEndOfAction() => cursor.Is(TokenKind.Comma) || cursor.Is(TokenKind.End) || cursor.IsAnyWord(Sections);

    private Operand.Call MakeCall(UpdateFrame frame)
    {
        string name = frame.Function!;
        if (!Functions.TryFind(name, out FunctionKind function)) faults.UnknownFunction(name);
        else if (!Functions.IsForUpdates(function)) faults.FunctionOfOtherLanguage(name);
        return new Operand.Call(function, [.. frame.Operands]);
    }
}
