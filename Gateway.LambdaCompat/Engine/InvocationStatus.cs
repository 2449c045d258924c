namespace Gateway.LambdaCompat.Engine;

/// <summary>How an invocation ended.</summary>
public enum InvocationStatus
{
    /// <summary>The function has answered.</summary>
    Succeeded,

    /// <summary>The function, its runtime or its environment failed: AWS's <c>Unhandled</c>.</summary>
    Failed,

    /// <summary>All environments that it may have are busy; nothing ran.</summary>
    Throttled,
}
