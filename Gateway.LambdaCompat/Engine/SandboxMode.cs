namespace Gateway.LambdaCompat.Engine;

/// <summary>How environments are walled in.</summary>
public enum SandboxMode
{
    /// <summary>By bubblewrap where it works, else not at all.</summary>
    Auto,

    /// <summary>As <see cref="Auto"/>, but without what only an administrator's process can do: no started runtimes in reserve, and /tmp is lost with the process.</summary>
    Unprivileged,

    /// <summary>Not at all: plain processes.</summary>
    None,
}
