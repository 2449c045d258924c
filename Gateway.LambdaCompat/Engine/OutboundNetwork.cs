namespace Gateway.LambdaCompat.Engine;

/// <summary>What functions may reach beside the PoP's endpoint.</summary>
public enum OutboundNetwork
{
    /// <summary>Whatever the machine reaches, its loopback address included.</summary>
    Allowed,

    /// <summary>Nothing: each environment has a network of its own with the Runtime API and the PoP's endpoint in it. Takes bubblewrap and a PoP that may mount.</summary>
    Denied,
}
