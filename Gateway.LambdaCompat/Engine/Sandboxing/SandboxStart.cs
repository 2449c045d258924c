namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>What is to run in a sandbox, and what is seen there from the start.</summary>
internal sealed record SandboxStart
{
    /// <summary>Program and arguments, as seen inside.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>What it may reach; denied only where <see cref="Sandbox.CanDenyNetwork"/>.</summary>
    public OutboundNetwork Network { get; init; }

    /// <summary>A folder of the machine that the interpreter lies in, if not below /usr.</summary>
    public string? InterpreterFolder { get; init; }

    /// <summary>The interpreter itself: it is also /var/lang/bin/node or python3.</summary>
    public string? InterpreterPath { get; init; }

    /// <summary>Shown as /var/runtime/node_modules.</summary>
    public string? NodeModules { get; init; }

    /// <summary>Shown as /var/runtime/python.</summary>
    public string? PythonSdk { get; init; }

    /// <summary>At level <see cref="SandboxLevel.Bound"/>: shown as /var/task.</summary>
    public string? Code { get; init; }

    /// <summary>At level <see cref="SandboxLevel.Bound"/>: shown as /opt.</summary>
    public string? Layers { get; init; }

    /// <summary>At level <see cref="SandboxLevel.Bound"/>: the size of /tmp.</summary>
    public int TemporaryMegabytes { get; init; } = 512;
}
