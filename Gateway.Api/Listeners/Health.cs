namespace Gateway.Api.Listeners;

/// <summary>Whether the PoP can do its work; what a load balancer asks for. Safe for many threads.</summary>
internal sealed class Health
{
    private volatile string? failure;

    /// <summary>Why it cannot; null while it can.</summary>
    public string? Failure => failure;

    /// <summary>It cannot any more, until it is started again. The first reason stays.</summary>
    public void Fail(string reason) => Interlocked.CompareExchange(ref failure, reason, null);
}
