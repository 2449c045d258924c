using System.ComponentModel;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Gateway.LambdaCompat.Engine.Native;
using Gateway.LambdaCompat.Engine.Processes;
using Microsoft.Win32.SafeHandles;

namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>Finds out, by trying, which walls this machine lets us build.</summary>
internal static class SandboxProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The best level that works.</summary>
    public static async Task<SandboxLevel> FindLevelAsync(ProcessHost host, NamespaceWorker worker, Bubblewrap? bubblewrap, SandboxMode mode, string workFolder, CancellationToken token)
    {
        if (bubblewrap is null) return SandboxLevel.None;
        foreach (SandboxLevel level in mode == SandboxMode.Unprivileged ? [SandboxLevel.Bound] : new[] { SandboxLevel.Mounted, SandboxLevel.Bound })
        {
            Sandbox sandbox = new(level, bubblewrap, workFolder);
            if (await WorksAsync(host, worker, sandbox, workFolder, token).ConfigureAwait(false)) return level;
        }

        return SandboxLevel.None;
    }

    /// <summary>The process inside the namespaces: the only child of the one that we started.</summary>
    public static int InnerProcess(int outer)
    {
        string children = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{outer}/task/{outer}/children"));
        return int.Parse(children.Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static async Task<bool> WorksAsync(ProcessHost host, NamespaceWorker worker, Sandbox sandbox, string workFolder, CancellationToken token)
    {
        SandboxStart start = new() { Command = ["/bin/sh", "-c", "echo ready >&3; read -r go <&3; test -f /var/task/passwd && echo seen >/tmp/x && echo yes >&3"], Code = sandbox.Level == SandboxLevel.Bound ? Path.Combine(workFolder, "etc") : null };
        HostedProcess process = await host.StartAsync(new ProcessStart { Arguments = sandbox.Wrap(start, null), Variables = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, Output = _ => { } }).ConfigureAwait(false);
        using Socket channel = process.Channel;
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        patience.CancelAfter(Patience);
        try
        {
            byte[] buffer = new byte[64];
            if (await channel.ReceiveAsync(buffer, SocketFlags.None, patience.Token).ConfigureAwait(false) == 0) return false;
            if (sandbox.Level == SandboxLevel.Mounted)
            {
                using SafeFileHandle code = MountCalls.ReadOnlyView(Path.Combine(workFolder, "etc"));
                using SafeFileHandle memory = MountCalls.MemoryFolder(1024 * 1024);
                await worker.MountAsync(InnerProcess(process.Id), [(code, "/var/task"), (memory, "/tmp")]).ConfigureAwait(false);
            }

            await channel.SendAsync("go\n"u8.ToArray(), SocketFlags.None, patience.Token).ConfigureAwait(false);
            int count = await channel.ReceiveAsync(buffer, SocketFlags.None, patience.Token).ConfigureAwait(false);
            return Encoding.ASCII.GetString(buffer, 0, count) == "yes\n";
        }
        catch (Exception fault) when (fault is Win32Exception or SocketException or IOException or FormatException or OperationCanceledException)
        {
            return false;
        }
        finally
        {
            process.Kill();
        }
    }
}
