using Gateway.Simulation.Tests.World;

namespace Gateway.Simulation.Tests.Network;

/// <summary>All ways between machines: delay, slow links, cuts of one way or both, connections that are lost with what was under way.</summary>
/// <remarks>A link is a reliable stream, so frames are never lost one by one or swapped; what was lost with a connection is sent again by the rules of the link, from an older position.</remarks>
internal sealed class SimulatedNetwork(Timeline simulation)
{
    private readonly Dictionary<(string From, string To), NetworkPath> paths = [];
    private readonly List<(string One, string Other, Connection Connection)> connections = [];

    /// <summary>The way from one machine to another.</summary>
    public NetworkPath Path(string from, string to)
    {
        if (!paths.TryGetValue((from, to), out NetworkPath? path)) paths.Add((from, to), path = new NetworkPath());
        return path;
    }

    /// <summary>True if a packet and its answer get through.</summary>
    public bool Reaches(string from, string to) => !Path(from, to).IsCut && !Path(to, from).IsCut;

    /// <summary>A connection that both ends have agreed on.</summary>
    public Connection Connect(string from, string to)
    {
        connections.RemoveAll(known => !known.Connection.IsUp);
        Connection connection = new(simulation, [Path(from, to), Path(to, from)]);
        connections.Add((from, to, connection));
        return connection;
    }

    /// <summary>Nothing gets through one way.</summary>
    public void Cut(string from, string to) => Path(from, to).IsCut = true;

    /// <summary>Everything gets through again, as fast as at first.</summary>
    public void Heal(string one, string other)
    {
        foreach (NetworkPath path in (NetworkPath[])[Path(one, other), Path(other, one)])
        {
            path.IsCut = false;
            path.BytesPerSecond = 0;
            path.Latency = NetworkPath.UsualLatency;
        }

        foreach (Connection connection in Between(one, other)) connection.Heal();
    }

    /// <summary>Connections between two machines are lost.</summary>
    public void Reset(string one, string other)
    {
        foreach (Connection connection in Between(one, other)) connection.Reset();
    }

    private Connection[] Between(string one, string other) =>
        [.. connections.Where(known => (known.One == one && known.Other == other) || (known.One == other && known.Other == one)).Select(known => known.Connection)];
}
