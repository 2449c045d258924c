using System.Net;
using System.Net.Sockets;
using Gateway.Replication.Membership;

namespace Gateway.Api.Cluster;

/// <summary>Ports that nobody listens on: others are told of them before this PoP does.</summary>
internal static class FreePorts
{
    /// <summary>Finds one.</summary>
    public static int Find(HostAndPort address)
    {
        using TcpListener any = new(EndPointOf(address with { Port = 0 }));
        any.Start();
        return ((IPEndPoint)any.LocalEndpoint).Port;
    }

    /// <summary>Whether nobody listens there.</summary>
    public static bool IsFree(HostAndPort address)
    {
        try
        {
            using TcpListener there = new(EndPointOf(address));
            there.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Where to listen to be reached by an address: a name may lead here by any of this machine's addresses.</summary>
    public static IPEndPoint EndPointOf(HostAndPort address) =>
        IPAddress.TryParse(address.Host, out IPAddress? ip) ? new IPEndPoint(ip, address.Port) : new IPEndPoint(address.Host == "localhost" ? IPAddress.Loopback : IPAddress.Any, address.Port);
}
