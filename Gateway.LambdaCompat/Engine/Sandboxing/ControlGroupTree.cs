using System.Globalization;
using Gateway.LambdaCompat.Engine.Native;

namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>Where this process may make control groups.</summary>
internal sealed class ControlGroupTree
{
    private const string Root = "/sys/fs/cgroup";
    private static readonly string[] Controllers = ["memory", "pids", "freezer", "cpu"];

    /// <summary>Process numbers mean something within one namespace only: others may use the same tree of groups.</summary>
    private static readonly string Prefix = $"edgegateway-{new FileInfo("/proc/self/ns/pid").LinkTarget?.Trim("pid:[]".ToCharArray())}-";
    private static int trees;

    private readonly bool isVersion2;
    private readonly string name;
    private int next;

    private ControlGroupTree(bool isVersion2, string name)
    {
        this.isVersion2 = isVersion2;
        this.name = name;
    }

    /// <summary>Of this engine's groups.</summary>
    public string Name => name;

    /// <summary>As <c>cgroup v1</c>.</summary>
    public string Kind => isVersion2 ? "cgroup v2" : "cgroup v1";

    /// <summary>Finds it out by making one.</summary>
    /// <returns>Null if the machine does not let us.</returns>
    public static ControlGroupTree? Find()
    {
        foreach (bool isVersion2 in new[] { true, false })
        {
            if (isVersion2 != File.Exists(Path.Combine(Root, "cgroup.controllers"))) continue;
            ControlGroupTree tree = new(isVersion2, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref trees)}");
            try
            {
                RemoveLeftovers(isVersion2);
                foreach (string folder in tree.FoldersOf("")) Directory.CreateDirectory(folder);
                if (isVersion2)
                {
                    File.WriteAllText(Path.Combine(Root, "cgroup.subtree_control"), "+memory +pids +cpu");
                    File.WriteAllText(Path.Combine(Root, tree.name, "cgroup.subtree_control"), "+memory +pids +cpu");
                }

                tree.WeighAll();
                return tree;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                tree.Remove();
            }
        }

        return null;
    }

    /// <summary>Makes a group without members.</summary>
    public ControlGroup Create()
    {
        string own = Interlocked.Increment(ref next).ToString(CultureInfo.InvariantCulture);
        string[] folders = [.. FoldersOf(own)];
        foreach (string folder in folders) Directory.CreateDirectory(folder);
        return new ControlGroup(isVersion2, folders[0], folders[Math.Min(1, folders.Length - 1)], folders[Math.Min(2, folders.Length - 1)], folders[Math.Min(3, folders.Length - 1)]);
    }

    /// <summary>Removes all, once the groups are gone.</summary>
    public void Remove()
    {
        foreach (string folder in FoldersOf("")) TryDelete(folder);
    }

    /// <summary>All functions together weigh as much as one busy thread for each processor: the PoP itself is not pushed aside, and they are not starved.</summary>
    private void WeighAll()
    {
        string folder = FoldersOf("").Last();
        if (isVersion2) File.WriteAllText(Path.Combine(folder, "cpu.weight"), Math.Min(10_000, 100 * Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture));
        else File.WriteAllText(Path.Combine(folder, "cpu.shares"), Math.Min(262_144, 1024 * Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture));
    }

    private IEnumerable<string> FoldersOf(string group) => isVersion2 ? [Path.Combine(Root, name, group)] : Controllers.Select(controller => Path.Combine(Root, controller, name, group));

    /// <summary>What engines that were killed have left. Their environments died with them, but for those that version 1 had frozen: these die when they run again.</summary>
    private static void RemoveLeftovers(bool isVersion2)
    {
        foreach (string root in isVersion2 ? [Root] : Controllers.Append("unified").Select(controller => Path.Combine(Root, controller)))
        {
            foreach (string folder in Directory.Exists(root) ? Directory.EnumerateDirectories(root, Prefix + "*") : [])
            {
                if (int.TryParse(Path.GetFileName(folder)[Prefix.Length..].Split('-')[0], out int owner) && Directory.Exists($"/proc/{owner}")) continue;
                foreach (string group in Directory.GetDirectories(folder))
                {
                    End(group);
                    TryDelete(group);
                }

                TryDelete(folder);
            }
        }
    }

    private static void End(string group)
    {
        try
        {
            foreach (string member in File.ReadAllLines(Path.Combine(group, "cgroup.procs"))) _ = Libc.kill(int.Parse(member, CultureInfo.InvariantCulture), Libc.SignalKill);
            if (File.Exists(Path.Combine(group, "freezer.state"))) File.WriteAllText(Path.Combine(group, "freezer.state"), "THAWED");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile.
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (IOException)
        {
            // In use, or gone.
        }
    }
}
