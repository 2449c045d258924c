using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its expressions have used.</summary>
/// <param name="names">As sent, <c>#n</c> to name; null if absent.</param>
/// <param name="values">A map with members <c>:v</c>; none if absent.</param>
internal sealed class Placeholders(IReadOnlyDictionary<string, string>? names, Value values)
{
    /// <summary>Every name and value has been used.</summary>
    /// <exception cref="WireException">One has not.</exception>
    public void CheckAllUsed() => throw new NotImplementedException($"{names} {values}");
}
