namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>One action of an update expression.</summary>
/// <param name="Section">SET, REMOVE, ADD or DELETE.</param>
/// <param name="Target">What it changes.</param>
/// <param name="Operand">Null for REMOVE.</param>
internal sealed record AskedAction(string Section, AskedPath Target, AskedOperand? Operand)
{
    /// <summary>True if it can bring an item into being.</summary>
    public bool Makes => Section is "SET" or "ADD";
}
