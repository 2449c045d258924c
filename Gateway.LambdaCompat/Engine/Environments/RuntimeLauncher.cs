using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Gateway.LambdaCompat.Engine.Native;
using Gateway.LambdaCompat.Engine.Output;
using Gateway.LambdaCompat.Engine.Runtimes;
using Gateway.LambdaCompat.Engine.Sandboxing;
using Microsoft.Win32.SafeHandles;

namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>Starts runtimes: from a blank where one fits, else afresh.</summary>
internal sealed class RuntimeLauncher(EngineParts parts, BlankPool blanks)
{
    private const int UsualPort = 9001;

    /// <summary>Of the Runtime API in a network of its own; not one that the kernel closes.</summary>
    private readonly int privatePort = Enumerable.Range(UsualPort, parts.Options.ForbiddenPorts.Count + 1).First(port => !parts.Options.ForbiddenPorts.Contains(port));

    /// <summary>Starts what an environment is to run. It is not initialised yet when this ends.</summary>
    /// <exception cref="LaunchFault">It cannot start.</exception>
    public async Task<RuntimeProcess> LaunchAsync(EnvironmentSpec spec, EnvironmentLog log, TemporaryFolder temporary, FunctionCredentials credentials, bool isProvisioned, CancellationToken token)
    {
        RuntimeChoice runtime = parts.Runtimes.Choose(spec.Runtime) ?? throw new LaunchFault($"This machine has nothing that runs {spec.Runtime}.", isFunctions: false);
        string? layers = MergeLayers(spec);
        bool isWalled = parts.Sandbox.Level != SandboxLevel.None;
        SandboxView view = isWalled ? SandboxView.Walled : new SandboxView(spec.CodeFolder, layers ?? "/opt", parts.Sandbox.RuntimeFolder, temporary.Path!);
        string? extensions = layers is not null && Directory.Exists(Path.Combine(layers, "extensions")) ? Path.Combine(layers, "extensions") : null;
        OutboundNetwork network = parts.Options.NetworkOf(spec.AccountId);
        bool hasOwnNetwork = network == OutboundNetwork.Denied;
        bool viaScript = runtime.Family == RuntimeFamily.Custom || extensions is not null || spec.Variables.ContainsKey("AWS_LAMBDA_EXEC_WRAPPER");

        Socket? listener = viaScript && !hasOwnNetwork ? ListenHere() : null;
        RuntimeProcess? process = null;
        try
        {
            int port = listener is null ? privatePort : ((IPEndPoint)listener.LocalEndPoint!).Port;
            Dictionary<string, string> variables = FunctionVariables.All(spec, view, runtime, isWalled, credentials, new EnvironmentSettings(log.Stream, $"127.0.0.1:{port}", EndpointSeen(hasOwnNetwork), isProvisioned));
            BlankKind? kind = runtime.Family == RuntimeFamily.Custom ? null : BlankKind.Of(runtime, spec.MemoryMegabytes, network);
            bool mayBeBlank = !viaScript && kind is not null && parts.Sandbox.Level != SandboxLevel.Bound && !FunctionVariables.NeedOwnStart(spec.Variables);
            process = mayBeBlank ? await blanks.TakeAsync(kind!).ConfigureAwait(false) : null;
            if (process is null)
            {
                if (viaScript) variables["_EDGE_EXTENSIONS"] = view.Layers + "/extensions";
                IReadOnlyList<string> command = kind?.Command(view.Runtime) ?? [FindBootstrap(spec, layers, view)];
                process = await blanks.StartAsync(runtime, network, viaScript ? ["/bin/sh", view.Runtime + "/launch.sh", .. command] : command, variables, spec, layers).ConfigureAwait(false);
                if (!viaScript) process.ServeChannel();
            }

            await SettleAsync(process, spec, layers, temporary, viaScript, listener, hasOwnNetwork, token).ConfigureAwait(false);
            process.Session.Extensions.Expected = extensions is null ? 0 : Directory.EnumerateFiles(extensions).Count(IsProgram);
            process.Assign(spec, EnvironmentMessage.Write(view.Task, spec.Handler, variables, runtime.Family == RuntimeFamily.Python ? FunctionVariables.PythonPath(view, runtime, spec.Runtime, isWalled) : []), log.Append);
            if (viaScript)
            {
                process.Go();
                if (kind is not null) process.ServeChannel();
            }

            return process;
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or SocketException or FormatException or UnauthorizedAccessException or OperationCanceledException)
        {
            process?.Dispose();
            listener?.Dispose();
            throw new LaunchFault($"The environment did not start: {fault.Message}", isFunctions: false);
        }
        catch (LaunchFault)
        {
            listener?.Dispose();
            throw;
        }
    }

    /// <summary>As functions see the PoP: in a network of their own it is at the loopback address.</summary>
    private string? EndpointSeen(bool hasOwnNetwork) => parts.Options.Endpoint is not { } endpoint ? null
        : hasOwnNetwork ? new UriBuilder(endpoint) { Host = "127.0.0.1" }.Uri.GetLeftPart(UriPartial.Authority) : endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>Listens on the machine's loopback address, at a port that functions can reach.</summary>
    private Socket ListenHere()
    {
        while (true)
        {
            Socket listener = NamespaceWorker.Listen(0);
            if (!parts.Options.ForbiddenPorts.Contains(((IPEndPoint)listener.LocalEndPoint!).Port)) return listener;
            listener.Dispose();
        }
    }

    private async Task SettleAsync(RuntimeProcess process, EnvironmentSpec spec, string? layers, TemporaryFolder temporary, bool viaScript, Socket? listener, bool hasOwnNetwork, CancellationToken token)
    {
        await process.AwaitReadyAsync(viaScript, token).ConfigureAwait(false);
        if (listener is not null) process.Listen(listener);
        process.Group?.Limit((spec.MemoryMegabytes + (long)(parts.Sandbox.Level == SandboxLevel.None ? 0 : spec.EphemeralStorageMegabytes)) * 1024 * 1024, parts.Options.ProcessesMax, Math.Clamp(spec.MemoryMegabytes * 100 / 1769, 10, 600));
        if (parts.Sandbox.Level != SandboxLevel.Mounted) return;

        int inner = SandboxProbe.InnerProcess(process.Id);
        using SafeFileHandle code = MountCalls.ReadOnlyView(spec.CodeFolder);
        using SafeFileHandle? over = layers is null ? null : MountCalls.ReadOnlyView(layers);
        using SafeFileHandle memory = temporary.Mount(spec.EphemeralStorageMegabytes);
        List<(SafeFileHandle, string)> mounts = [(code, "/var/task"), (memory, "/tmp")];
        if (over is not null) mounts.Add((over, "/opt"));
        await parts.Namespaces.MountAsync(inner, mounts).ConfigureAwait(false);
        if (!hasOwnNetwork) return;

        if (viaScript) process.Listen(await parts.Namespaces.ListenAsync(inner, privatePort).ConfigureAwait(false));
        if (parts.Options.Endpoint is { } endpoint) process.Own(new EndpointRelay(await parts.Namespaces.ListenAsync(inner, endpoint.Port).ConfigureAwait(false), endpoint));
    }

    private string? MergeLayers(EnvironmentSpec spec)
    {
        try
        {
            return parts.Layers.Merge(spec.LayerFolders);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LaunchFault($"The layers cannot be read: {fault.Message}", isFunctions: false);
        }
    }

    private static string FindBootstrap(EnvironmentSpec spec, string? layers, SandboxView view)
    {
        if (IsProgram(Path.Combine(spec.CodeFolder, "bootstrap"))) return view.Task + "/bootstrap";
        if (layers is not null && IsProgram(Path.Combine(layers, "bootstrap"))) return view.Layers + "/bootstrap";
        throw new LaunchFault("Couldn't find valid bootstrap(s)", isFunctions: true);
    }

    private static bool IsProgram(string path) => !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
