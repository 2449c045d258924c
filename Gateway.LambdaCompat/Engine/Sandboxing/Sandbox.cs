using System.Globalization;

namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>Writes the command line that starts something inside the walls.</summary>
/// <param name="ban">Keeps what runs inside from some ports; null if there is no such thing.</param>
internal sealed class Sandbox(SandboxLevel level, Bubblewrap? bubblewrap, string workFolder, PortBan? ban = null)
{
    private static readonly string[] SystemFiles =
    [
        "/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/nsswitch.conf", "/etc/resolv.conf", "/etc/hosts",
        "/etc/host.conf", "/etc/gai.conf", "/etc/localtime", "/etc/alternatives", "/etc/mime.types", "/etc/protocols", "/etc/services",
    ];

    /// <summary>What the machine's administrator may write: inside, that is nobody.</summary>
    private static readonly string[] KernelFiles = ["/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs", "/proc/scsi", "/proc/driver", "/proc/acpi", "/proc/tty", "/proc/mtrr"];

    public SandboxLevel Level => level;

    /// <summary>True if what is denied can be kept from it.</summary>
    public bool CanDenyNetwork => level == SandboxLevel.Mounted;

    /// <summary>Our bootstraps, on the machine.</summary>
    public string RuntimeFolder { get; } = Path.Combine(workFolder, "runtime");

    /// <summary>Makes what sandboxes show and the machine does not have.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(Path.Combine(workFolder, "etc"));
        File.WriteAllText(Path.Combine(workFolder, "etc", "passwd"), "root:x:0:0:root:/:/sbin/nologin\nsbx_user1051:x:993:990::/tmp:/sbin/nologin\n");
        File.WriteAllText(Path.Combine(workFolder, "etc", "group"), "root:x:0:\nsbx_user1051:x:990:\n");
    }

    /// <summary>The whole command: joins the control group, sets limits, goes behind the walls.</summary>
    public IReadOnlyList<string> Wrap(SandboxStart start, ControlGroup? group)
    {
        string joins = string.Concat((group?.MembersFiles ?? []).Concat(start.Network == OutboundNetwork.Allowed && ban?.MembersFile is { } banned ? [banned] : []).Distinct().Select(file => $"echo $$ >'{file}' 2>/dev/null; "));
        string[] prefix = ["/bin/sh", "-c", $"ulimit -c 0; ulimit -n 1024; {joins}exec \"$@\"", "sh"];
        return level == SandboxLevel.None ? [.. prefix, .. start.Command] : [.. prefix, bubblewrap!.Path, .. Walls(start), "--", .. start.Command];
    }

    private List<string> Walls(SandboxStart start)
    {
        List<string> walls =
        [
            "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "169.254.100.1", "--die-with-parent",
            "--uid", "993", "--gid", "990", "--cap-drop", "ALL",
        ];
        if (bubblewrap!.DisablesUserNamespaces) walls.Add("--disable-userns");
        if (start.Network == OutboundNetwork.Denied) walls.Add("--unshare-net");
        walls.AddRange(["--ro-bind", "/usr", "/usr"]);
        foreach (string folder in new[] { "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32" })
        {
            if (new DirectoryInfo(folder).LinkTarget is { } target) walls.AddRange(["--symlink", target, folder]);
            else if (Directory.Exists(folder)) walls.AddRange(["--ro-bind", folder, folder]);
        }

        foreach (string file in SystemFiles) walls.AddRange(["--ro-bind-try", file, file]);
        foreach (string file in new[] { "passwd", "group" }) walls.AddRange(["--ro-bind", Path.Combine(workFolder, "etc", file), "/etc/" + file]);
        walls.AddRange(["--proc", "/proc", "--dev", "/dev", "--dir", "/var/task", "--dir", "/opt", "--ro-bind", RuntimeFolder, "/var/runtime"]);
        foreach (string file in KernelFiles) walls.AddRange(["--ro-bind-try", file, file]);
        if (start.InterpreterFolder is { } interpreter) walls.AddRange(["--ro-bind", interpreter, interpreter]);
        if (start.InterpreterPath is { } program) walls.AddRange(["--symlink", program, "/var/lang/bin/" + (Path.GetFileName(program).StartsWith("node", StringComparison.Ordinal) ? "node" : "python3")]);
        if (start.NodeModules is { } modules) walls.AddRange(["--ro-bind", modules, "/var/runtime/node_modules", "--symlink", "/var/runtime/node_modules", "/var/node_modules"]);
        if (start.PythonSdk is { } sdk) walls.AddRange(["--ro-bind", sdk, "/var/runtime/python"]);
        if (start.Code is { } code) walls.AddRange(["--ro-bind", code, "/var/task"]);
        if (start.Layers is { } layers) walls.AddRange(["--ro-bind", layers, "/opt"]);
        if (level == SandboxLevel.Bound) walls.AddRange(["--size", (start.TemporaryMegabytes * 1024L * 1024).ToString(CultureInfo.InvariantCulture), "--perms", "1777", "--tmpfs", "/tmp"]);
        else walls.AddRange(["--dir", "/tmp"]);
        walls.AddRange(["--remount-ro", "/", "--chdir", start.Code is null ? "/" : "/var/task"]);
        return walls;
    }
}
