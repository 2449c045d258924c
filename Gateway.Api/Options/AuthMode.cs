namespace Gateway.Api.Options;

/// <summary>What happens to a request whose signature is missing or wrong, when keys are configured.</summary>
public enum AuthMode
{
    /// <summary>It is refused.</summary>
    Enforce,

    /// <summary>It is counted and logged, and answered as if there were no keys: for a roll-in.</summary>
    Warn,
}
