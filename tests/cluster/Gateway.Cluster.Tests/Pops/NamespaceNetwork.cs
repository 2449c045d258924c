using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Cluster.Tests.Pops;

/// <summary>
/// A network of its own for each PoP, and a bridge between them that lies in one, too: nothing of it touches the machine's own network, and many of these can be there at
/// once. What is cut is cut silently, as where a cable is pulled far away: no side is told.
/// </summary>
internal sealed partial class NamespaceNetwork : IAsyncDisposable
{
    private const int NewNetwork = 0x40000000;
    private static int count;

    private readonly string prefix = string.Create(CultureInfo.InvariantCulture, $"edge{Environment.ProcessId}n{Interlocked.Increment(ref count)}");
    private readonly SortedSet<int> rooms = [];
    private readonly SortedSet<int> linked = [];
    private readonly Lock gate = new();

    private string Hub => $"{prefix}hub";

    /// <summary>The PoPs whose networks are whole, as they are now: one may join meanwhile.</summary>
    private int[] Linked
    {
        get
        {
            lock (gate) return [.. linked];
        }
    }

    /// <summary>Why there can be none here; null if there can.</summary>
    public static async Task<string?> ObstacleAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") return "network namespaces need root, on Linux";
        try
        {
            await using NamespaceNetwork trial = await StartAsync();
            await trial.AddAsync(1);
            return null;
        }
        catch (Exception refused) when (refused is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return refused.Message;
        }
    }

    public static async Task<NamespaceNetwork> StartAsync()
    {
        NamespaceNetwork network = new();
        try
        {
            await RunAsync("netns", "add", network.Hub);
            await RunAsync("-n", network.Hub, "link", "add", "bridge", "type", "bridge");
            await RunAsync("-n", network.Hub, "link", "set", "bridge", "up");
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The name of a PoP's network.</summary>
    public string RoomOf(int pop) => string.Create(CultureInfo.InvariantCulture, $"{prefix}p{pop}");

    /// <summary>Where others reach a PoP.</summary>
    public static string AddressOf(int pop) => string.Create(CultureInfo.InvariantCulture, $"10.99.0.{pop}");

    /// <summary>Makes the network of one more PoP.</summary>
    public async Task AddAsync(int pop)
    {
        lock (gate) if (!rooms.Add(pop)) return;
        await RunAsync("netns", "add", RoomOf(pop));
        await RunAsync("-n", RoomOf(pop), "link", "set", "lo", "up");
        await RunAsync("-n", Hub, "link", "add", PortOf(pop), "type", "veth", "peer", "name", "eth0", "netns", RoomOf(pop));
        await RunAsync("-n", Hub, "link", "set", PortOf(pop), "master", "bridge", "up");
        await RunAsync("-n", RoomOf(pop), "addr", "add", $"{AddressOf(pop)}/24", "dev", "eth0");
        await RunAsync("-n", RoomOf(pop), "link", "set", "eth0", "up");
        lock (gate) linked.Add(pop);
    }

    /// <summary>Nothing passes to or from some PoPs.</summary>
    public async Task CutAsync(IEnumerable<int> pops)
    {
        foreach (int pop in pops) await RunAsync("-n", Hub, "link", "set", PortOf(pop), "type", "bridge_slave", "state", "0");
    }

    public async Task HealAsync()
    {
        foreach (int pop in Linked) await RunAsync("-n", Hub, "link", "set", PortOf(pop), "type", "bridge_slave", "state", "3");
    }

    /// <summary>A socket within the network of a PoP.</summary>
    public Socket SocketOf(int pop)
    {
        using SafeFileHandle here = File.OpenHandle("/proc/thread-self/ns/net"), there = File.OpenHandle($"/run/netns/{RoomOf(pop)}");
        Enter(there); // a socket belongs to the network in which its thread was when it made it
        try
        {
            return new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        }
        finally
        {
            Enter(here);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string room in (string[])[.. rooms.Select(RoomOf), Hub])
        {
            if (File.Exists($"/run/netns/{room}")) await RunAsync("netns", "delete", room);
        }
    }

    private static string PortOf(int pop) => string.Create(CultureInfo.InvariantCulture, $"p{pop}");

    private static void Enter(SafeFileHandle network)
    {
        if (setns(network, NewNetwork) != 0) throw new InvalidOperationException($"the network cannot be entered: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setns(SafeFileHandle network, int kind);

    private static async Task RunAsync(params string[] arguments)
    {
        using Process ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        string errors = await ip.StandardError.ReadToEndAsync(CancellationToken.None);
        await ip.WaitForExitAsync(CancellationToken.None);
        if (ip.ExitCode != 0) throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {errors.Trim()}");
    }
}
