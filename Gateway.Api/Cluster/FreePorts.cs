using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Gateway.Replication.Membership;

namespace Gateway.Api.Cluster;

/// <summary>Ports that nobody listens on: others are told of them before this PoP does.</summary>
internal static class FreePorts
{
    /// <summary>
    /// Below the ports that systems give to outgoing connections (Linux from 32,768 on): one of those may be taken before this PoP listens there, and each time when it
    /// starts again.
    /// </summary>
    private const int First = 20_000, After = 32_000, Tries = 100;

    /// <summary>Finds one.</summary>
    public static int Find(HostAndPort address)
    {
        for (int i = 0; i < Tries; i++)
        {
            int port = RandomNumberGenerator.GetInt32(First, After);
            if (IsFree(address with { Port = port })) return port;
        }

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
