using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;

namespace Gateway.Testing.Histories;

/// <summary>One action of an UpdateItem.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Path">Where.</param>
/// <param name="Value">The operand: a value, a number, a set, or a list of elements.</param>
/// <param name="Fallback">What <c>if_not_exists</c> inside an increment or a list_append falls back to; none for no fallback.</param>
public sealed record UpdateAction(ActionKind Kind, ValuePath Path, Value Value = default, Value Fallback = default);
