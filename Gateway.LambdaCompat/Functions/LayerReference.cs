namespace Gateway.LambdaCompat.Functions;

/// <summary>A layer as a function uses it; the function keeps it when the layer is deleted.</summary>
internal sealed record LayerReference(string Arn, string CodeHash, long CodeSize);
