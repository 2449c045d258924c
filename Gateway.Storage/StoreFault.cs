namespace Gateway.Storage;

/// <summary>A store that cannot do what it was asked.</summary>
public sealed class StoreFault(StoreFaultKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public StoreFaultKind Kind => kind;
}
