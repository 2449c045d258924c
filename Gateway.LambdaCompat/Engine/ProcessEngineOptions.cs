namespace Gateway.LambdaCompat.Engine;

/// <summary>How the process engine works on this machine.</summary>
public sealed record ProcessEngineOptions
{
    /// <summary>Absolute; the engine's own, made if missing. It holds what environments share (bootstraps, merged layers), nothing that must be kept.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>The PoP's endpoint for AWS requests, as <c>http://127.0.0.1:8000</c>: what <c>AWS_ENDPOINT_URL</c> says. Null leaves it unset.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Bubblewrap where it works, unless told otherwise.</summary>
    public SandboxMode Sandbox { get; init; }

    /// <summary>What functions may reach.</summary>
    public OutboundNetwork Network { get; init; }

    /// <summary>What the functions of single accounts may reach; others what <see cref="Network"/> says.</summary>
    public IReadOnlyDictionary<string, OutboundNetwork> NetworkByAccount { get; init; } = new Dictionary<string, OutboundNetwork>();

    /// <summary>At most 64 ports that functions cannot connect to, at any address: those of the PoP's administration and replication. See <see cref="ProcessEngine.AreForbiddenPortsClosed"/>.</summary>
    public IReadOnlyList<int> ForbiddenPorts { get; init; } = [];

    /// <summary>Of the whole machine.</summary>
    public int EnvironmentsMax { get; init; } = 256;

    /// <summary>Of the very short invocations of one function so many run at once; the next ones wait for their turn, some milliseconds at most.</summary>
    public int ShortAtOnceMax { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>Node's program; null looks for <c>node</c> on the path.</summary>
    public string? NodePath { get; init; }

    /// <summary>Python's program; null looks for <c>python3</c> on the path.</summary>
    public string? PythonPath { get; init; }

    /// <summary>Programs for single runtimes, as <c>nodejs18.x</c> → <c>/opt/node18/bin/node</c>; others use the two above.</summary>
    public IReadOnlyDictionary<string, string> RuntimePaths { get; init; } = new Dictionary<string, string>();

    /// <summary>A <c>node_modules</c> folder that holds <c>aws-sdk</c>, for Node up to 16; null if there is none.</summary>
    public string? NodeSdkV2Folder { get; init; }

    /// <summary>A <c>node_modules</c> folder that holds <c>@aws-sdk/…</c>, for Node from 18 on; null if there is none.</summary>
    public string? NodeSdkV3Folder { get; init; }

    /// <summary>A folder that holds <c>boto3</c>; null if there is none, or if Python has it anyway.</summary>
    public string? PythonSdkFolder { get; init; }

    /// <summary>Started runtimes kept ready for each kind that was asked for lately; 0 switches that off.</summary>
    public int BlanksPerKind { get; init; } = 2;

    /// <summary>So many kinds (program, SDK, memory of Node) keep blanks.</summary>
    public int BlankKindsMax { get; init; } = 4;

    /// <summary>Kinds that are ready from the start, each a runtime and its memory in MB.</summary>
    public IReadOnlyList<(string Runtime, int MemoryMegabytes)> BlanksAtStart { get; init; } = [];

    /// <summary>A module that blanks load before they know their function, as <c>@aws-sdk/client-dynamodb</c> for Node; null for none.</summary>
    public string? NodePreload { get; init; }

    /// <summary>As <see cref="NodePreload"/>, as <c>boto3</c>.</summary>
    public string? PythonPreload { get; init; }

    /// <summary>An environment that is free so long is frozen.</summary>
    public TimeSpan FreezeAfter { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>An environment that is free so long is ended.</summary>
    public TimeSpan EndAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Of the first init phase; it is repeated within the invocation.</summary>
    public TimeSpan InitMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Processes and threads of one environment.</summary>
    public int ProcessesMax { get; init; } = 1024;

    /// <summary>What the functions of an account may reach.</summary>
    public OutboundNetwork NetworkOf(string accountId) => NetworkByAccount.TryGetValue(accountId, out OutboundNetwork network) ? network : Network;

    /// <summary>True if there may be an account whose functions have that.</summary>
    internal bool HasAny(OutboundNetwork network) => Network == network || NetworkByAccount.Values.Contains(network);
}
