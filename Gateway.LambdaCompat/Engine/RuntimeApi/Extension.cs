namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>A registered extension.</summary>
internal sealed class Extension(string id, string name, bool wantsInvoke, bool wantsShutdown)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public bool WantsInvoke { get; } = wantsInvoke;

    public bool WantsShutdown { get; } = wantsShutdown;

    /// <summary>Takes the next event; null while the extension works.</summary>
    public TaskCompletionSource<byte[]?>? Waiter { get; set; }

    /// <summary>True once it has asked for an event the first time.</summary>
    public bool IsReady { get; set; }
}
