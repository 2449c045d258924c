namespace Gateway.LambdaCompat.Engine;

/// <summary>How environments are walled in.</summary>
public enum SandboxMode
{
    /// <summary>By bubblewrap where it works, else not at all.</summary>
    Auto,

    /// <summary>Not at all: plain processes.</summary>
    None,
}
