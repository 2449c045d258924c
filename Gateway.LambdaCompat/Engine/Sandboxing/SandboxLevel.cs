namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>What stands between an environment and the machine.</summary>
internal enum SandboxLevel
{
    /// <summary>Nothing but the process.</summary>
    None,

    /// <summary>Bubblewrap; what an environment sees is settled when it starts.</summary>
    Bound,

    /// <summary>Bubblewrap; code, layers and /tmp are mounted after the start, so that runtimes can be started before they have a function.</summary>
    Mounted,
}
