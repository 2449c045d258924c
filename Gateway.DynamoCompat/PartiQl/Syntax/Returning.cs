namespace Gateway.DynamoCompat.PartiQl.Syntax;

/// <summary>What a write's RETURNING clause asks for.</summary>
internal enum Returning : byte
{
    None,
    AllOld,
    AllNew,
    ModifiedOld,
    ModifiedNew,
}
