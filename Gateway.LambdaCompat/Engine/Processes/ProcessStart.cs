namespace Gateway.LambdaCompat.Engine.Processes;

/// <summary>What a child is started with. It leads a session of its own; output and error lines share one pipe, so their order is kept.</summary>
internal sealed record ProcessStart
{
    /// <summary>The program's absolute path and its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The child's whole environment; nothing is inherited.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Where it starts.</summary>
    public string Folder { get; init; } = "/";

    /// <summary>Takes what the child prints; called by one thread at a time, never with more than 64 KB.</summary>
    public required Action<ReadOnlyMemory<byte>> Output { get; init; }
}
