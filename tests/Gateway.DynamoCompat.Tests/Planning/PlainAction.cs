using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>One action of an update.</summary>
internal sealed record PlainAction(UpdateActionKind Kind, PlainPath Target, PlainOperand? Operand)
{
    public override string ToString() => Kind switch
    {
        UpdateActionKind.Set => $"{Target} = {Operand}",
        UpdateActionKind.Remove => Target.ToString(),
        _ => $"{Target} {Operand}",
    };
}
