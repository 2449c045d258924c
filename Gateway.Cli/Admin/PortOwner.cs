using System.Globalization;

namespace Gateway.Cli.Admin;

/// <summary>Finds the data folder of the PoP that listens on a port of this machine: the process that has the port has files of the folder open.</summary>
/// <remarks>By way of /proc, so on Linux only, and for processes that the caller may look at.</remarks>
internal static class PortOwner
{
    private const string Listening = "0A";
    private const int DepthMax = 4;

    /// <exception cref="AdminException">Nobody listens there, it is no PoP, or it cannot be found out.</exception>
    public static string FolderOf(int port)
    {
        if (!Directory.Exists("/proc/self/fd")) throw new AdminException("--port needs Linux: name the data folder with --data");
        HashSet<string> sockets = [.. SocketsOf(port)];
        if (sockets.Count == 0) throw new AdminException($"nobody listens on port {port}");
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            string[] open = [.. OpenFilesOf(process)];
            if (!open.Any(sockets.Contains)) continue;
            foreach (string file in open.Where(Path.IsPathRooted).Order(StringComparer.Ordinal))
            {
                if (FolderAbove(file) is { } folder) return folder;
            }
        }

        throw new AdminException($"what listens on port {port} is no PoP, or belongs to another user: name the data folder with --data");
    }

    private static IEnumerable<string> SocketsOf(int port)
    {
        string end = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        foreach (string table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            if (!File.Exists(table)) continue;
            foreach (string line in File.ReadLines(table).Skip(1))
            {
                string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 9 && fields[1].EndsWith(end, StringComparison.Ordinal) && fields[3] == Listening) yield return $"socket:[{fields[9]}]";
            }
        }
    }

    private static IEnumerable<string> OpenFilesOf(string process)
    {
        string[] links;
        try
        {
            links = Directory.GetFiles(Path.Combine(process, "fd"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            yield break; // it has ended, or is another user's
        }

        foreach (string link in links)
        {
            if (TargetOf(link) is { } target) yield return target;
        }
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? FolderAbove(string file)
    {
        string? folder = Path.GetDirectoryName(file);
        for (int depth = 0; depth < DepthMax && folder is { Length: > 1 }; depth++, folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "admin"))) return folder;
        }

        return null;
    }
}
