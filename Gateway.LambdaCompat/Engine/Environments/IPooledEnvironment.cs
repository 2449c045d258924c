namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>What a group of environments has to know of one. A test has others than processes.</summary>
internal interface IPooledEnvironment : IDisposable
{
    /// <summary>A timestamp.</summary>
    long FreeSince { get; }

    /// <summary>It is kept although nobody calls.</summary>
    bool IsProvisioned { get; }

    /// <summary>It cannot be used for another invocation.</summary>
    bool IsExpiring { get; }

    /// <summary>Starts the runtime and lets the function initialise; called once, before the first invocation.</summary>
    /// <param name="requestId">Of the invocation that it is started for; empty if there is none.</param>
    /// <returns>False if the function's initialisation fails: the next invocation tries it again.</returns>
    Task<bool> StartAsync(string requestId);
}
