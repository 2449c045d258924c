using Gateway.Crdt.Values;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>A value as a test writes it: numbers, texts and truths stand for themselves.</summary>
internal readonly record struct Literal(Value Value)
{
    public static implicit operator Literal(Value value) => new(value);

    public static implicit operator Literal(long number) => new(Value.Number(number));

    public static implicit operator Literal(string text) => new(Value.String(text));

    public static implicit operator Literal(bool truth) => new(Value.Boolean(truth));
}
