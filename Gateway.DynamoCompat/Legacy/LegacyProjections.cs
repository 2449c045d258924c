using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Legacy;

/// <summary>AttributesToGet as a projection.</summary>
internal static class LegacyProjections
{
    /// <returns>Null if all attributes are wanted.</returns>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static Projection? Read(WireStructure input)
    {
        if (input.Texts("AttributesToGet") is not { } names) return null;
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (!seen.Add(name)) throw new WireException(DynamoErrors.AttributeNamedTwice(name));
        }

        return Projection.OfAttributes(names);
    }
}
