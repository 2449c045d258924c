namespace Gateway.LambdaCompat.Engine.Runtimes;

/// <summary>Who runs the handler.</summary>
internal enum RuntimeFamily
{
    /// <summary>The package's own <c>bootstrap</c>.</summary>
    Custom,

    /// <summary>Our Node bootstrap.</summary>
    Node,

    /// <summary>Our Python bootstrap.</summary>
    Python,
}
