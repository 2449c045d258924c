namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>What a runtime is doing.</summary>
internal enum SessionState
{
    /// <summary>It has not asked for an invocation yet.</summary>
    Starting,

    /// <summary>It waits for an invocation.</summary>
    Waiting,

    /// <summary>It has one.</summary>
    Busy,

    /// <summary>It has answered, and has not asked for the next one.</summary>
    Answered,

    /// <summary>It is gone.</summary>
    Closed,
}
