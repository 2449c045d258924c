namespace Gateway.Simulation.Tests.Network;

/// <summary>One end of a connection, as it hears of it.</summary>
internal interface IConnectionEnd
{
    /// <summary>The next frame.</summary>
    void OnBytes(byte[] bytes);

    /// <summary>The other end, or the network, has closed it.</summary>
    void OnClosed();
}
