using System.Globalization;
using Gateway.LambdaCompat.Engine.Native;

namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>The kernel's group of all processes of one environment: limits, freezing, the end of all at once. Version 2 is one folder, version 1 one for each controller.</summary>
internal sealed class ControlGroup(bool isVersion2, string memory, string pids, string freezer, string cpu) : IDisposable
{
    private const int KillRounds = 50;

    private bool isFrozen;

    /// <summary>A process that writes its number into all of these is a member.</summary>
    public IReadOnlyList<string> MembersFiles { get; } = [.. Folders(memory, pids, freezer, cpu).Select(folder => Path.Combine(folder, "cgroup.procs"))];

    public static IEnumerable<string> Folders(string memory, string pids, string freezer, string cpu) => new[] { memory, pids, freezer, cpu }.Distinct();

    /// <summary>Sets what the members may use together.</summary>
    /// <param name="memoryBytes">With what they keep in a /tmp in memory.</param>
    /// <param name="cpuWeight">1 to 10,000, 100 is usual.</param>
    public void Limit(long memoryBytes, int processes, int cpuWeight)
    {
        Write(memory, isVersion2 ? "memory.max" : "memory.limit_in_bytes", memoryBytes);
        if (isVersion2) Write(memory, "memory.swap.max", 0);
        Write(pids, "pids.max", processes);
        if (isVersion2) Write(cpu, "cpu.weight", cpuWeight);
        else Write(cpu, "cpu.shares", Math.Max(2, cpuWeight * 1024L / 100));
    }

    /// <summary>Stops all members, or lets them go on.</summary>
    public void Freeze(bool stopped)
    {
        if (isFrozen == stopped) return;
        isFrozen = stopped;
        if (isVersion2) Write(freezer, "cgroup.freeze", stopped ? 1 : 0);
        else TryWrite(Path.Combine(freezer, "freezer.state"), stopped ? "FROZEN" : "THAWED");
    }

    /// <summary>What the members hold in memory of their own, files and /tmp not counted.</summary>
    public long OwnBytes => ReadField(Path.Combine(memory, "memory.stat"), isVersion2 ? "anon " : "total_rss ");

    /// <summary>True if the kernel has ended a member for want of memory.</summary>
    public bool HasRunOutOfMemory => ReadField(Path.Combine(memory, isVersion2 ? "memory.events" : "memory.oom_control"), "oom_kill ") > 0;

    /// <summary>The members' numbers.</summary>
    public IReadOnlyList<int> Members
    {
        get
        {
            try
            {
                return [.. File.ReadLines(MembersFiles[0]).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
            }
            catch (IOException)
            {
                return [];
            }
        }
    }

    /// <summary>Ends all members, those that they start meanwhile included.</summary>
    public void Kill()
    {
        if (isVersion2 && TryWrite(Path.Combine(freezer, "cgroup.kill"), "1")) return;
        for (int round = 0; round < KillRounds && Members is { Count: > 0 } members; round++)
        {
            foreach (int member in members) _ = Libc.kill(member, Libc.SignalKill);
            Freeze(false); // a frozen process dies only when it runs again
        }
    }

    /// <summary>Removes the group.</summary>
    /// <returns>False while there are members.</returns>
    public bool TryRemove()
    {
        try
        {
            foreach (string folder in Folders(memory, pids, freezer, cpu))
            {
                if (Directory.Exists(folder)) Directory.Delete(folder);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>For a group that never had members.</summary>
    public void Dispose() => TryRemove();

    private static void Write(string folder, string file, long value) => TryWrite(Path.Combine(folder, file), value.ToString(CultureInfo.InvariantCulture));

    private static bool TryWrite(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false; // a controller that this machine does not have
        }
    }

    private static long ReadField(string path, string name)
    {
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                if (line.StartsWith(name, StringComparison.Ordinal)) return long.Parse(line.AsSpan(name.Length), CultureInfo.InvariantCulture);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Gone with its last member.
        }

        return 0;
    }
}
