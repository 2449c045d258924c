using Amazon.DynamoDBv2.Model;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>Reads the notation of <see cref="Items"/>. Malformed text is a fault of the test and throws.</summary>
internal sealed class ItemNotation(string text)
{
    private int at;

    /// <summary>One item and nothing after it.</summary>
    public Dictionary<string, AttributeValue> Whole()
    {
        Dictionary<string, AttributeValue> item = Map();
        return Peek() == '\0' ? item : throw Fault("the end");
    }

    private Dictionary<string, AttributeValue> Map()
    {
        Expect('{');
        Dictionary<string, AttributeValue> map = [];
        while (!Skip('}'))
        {
            string name = Name();
            Expect(':');
            map.Add(name, Value());
            if (Peek() != '}') Expect(',');
        }

        return map;
    }

    private AttributeValue Value()
    {
        switch (Peek())
        {
            case '\'': return new AttributeValue { S = Text() };
            case '{': return new AttributeValue { M = Map(), IsMSet = true };
            case '[': return new AttributeValue { L = Members('[', ']'), IsLSet = true };
            case '<': return Set(Members('<', '>'));
            case 'b' when text[at + 1] == '\'': return new AttributeValue { B = Binary() };
        }

        return Word() switch
        {
            "true" => new AttributeValue { BOOL = true },
            "false" => new AttributeValue { BOOL = false },
            "null" => new AttributeValue { NULL = true },
            { Length: > 0 } number => new AttributeValue { N = number },
            _ => throw Fault("a value"),
        };
    }

    private AttributeValue Set(List<AttributeValue> members) => members[0] switch
    {
        { S: not null } => new AttributeValue { SS = [.. members.Select(member => member.S)] },
        { N: not null } => new AttributeValue { NS = [.. members.Select(member => member.N)] },
        { B: not null } => new AttributeValue { BS = [.. members.Select(member => member.B)] },
        _ => throw Fault("strings, numbers or binaries"),
    };

    private List<AttributeValue> Members(char open, char close)
    {
        Expect(open);
        List<AttributeValue> members = [];
        while (!Skip(close))
        {
            members.Add(Value());
            if (Peek() != close) Expect(',');
        }

        return members;
    }

    private MemoryStream Binary()
    {
        at++;
        return new MemoryStream(Convert.FromBase64String(Text()));
    }

    /// <summary>A quote inside is doubled.</summary>
    private string Text()
    {
        Expect('\'');
        int start = at;
        while (text[at] != '\'' || (at + 1 < text.Length && text[at + 1] == '\'')) at += text[at] == '\'' ? 2 : 1;
        return text[start..at++].Replace("''", "'", StringComparison.Ordinal);
    }

    /// <summary>A placeholder's name begins with the colon that ends other names.</summary>
    private string Name()
    {
        if (Peek() == '\'') return Text();
        return Skip(':') ? ":" + Word() : Word();
    }

    private string Word()
    {
        Peek();
        int start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.' or '+' or '#')) at++;
        return text[start..at];
    }

    private bool Skip(char expected)
    {
        if (Peek() != expected) return false;
        at++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Skip(expected)) throw Fault(expected.ToString());
    }

    private char Peek()
    {
        while (at < text.Length && text[at] == ' ') at++;
        return at < text.Length ? text[at] : '\0';
    }

    private FormatException Fault(string expected) => new($"Expected {expected} at {at} of: {text}");
}
