namespace Gateway.DynamoCompat.Expressions;

/// <summary>One action of an update.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Target">Where.</param>
/// <param name="Operand">With what; null for <see cref="UpdateActionKind.Remove"/>.</param>
internal sealed record UpdateAction(UpdateActionKind Kind, DocumentPath Target, Operand? Operand);
