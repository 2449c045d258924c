using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.LambdaCompat.Engine.RuntimeApi;

/// <summary>Who is at the other end of a loopback connection.</summary>
internal static class PeerCheck
{
    /// <summary>True if one of these processes holds the other end. Costs a look into the kernel's table of connections: once for each connection.</summary>
    public static bool BelongsTo(Socket socket, IReadOnlyList<int> processes)
    {
        if (socket.RemoteEndPoint is not IPEndPoint remote || socket.LocalEndPoint is not IPEndPoint local) return false;
        string ends = Ends("0100007F", remote.Port, local.Port);
        string mapped = Ends("0000000000000000FFFF00000100007F", remote.Port, local.Port);
        foreach (int process in processes)
        {
            if ((InodeOf(process, "tcp", ends) ?? InodeOf(process, "tcp6", mapped)) is not { } inode) continue;
            string link = $"socket:[{inode}]";
            return processes.Any(one => Holds(one, link));
        }

        return false;
    }

    private static string Ends(string address, int theirs, int ours) => string.Create(CultureInfo.InvariantCulture, $": {address}:{theirs:X4} {address}:{ours:X4} ");

    /// <summary>The table as a process of the environment sees it: the environment may have a network of its own.</summary>
    private static string? InodeOf(int process, string table, string ends)
    {
        try
        {
            foreach (string line in File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/net/{table}")))
            {
                if (!line.Contains(ends, StringComparison.Ordinal)) continue;
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return words.Length > 9 ? words[9] : null;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
        }

        return null;
    }

    private static bool Holds(int process, string link)
    {
        try
        {
            return Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fd")).Any(file => new FileInfo(file).LinkTarget == link);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
