using Gateway.Testing;
using Gateway.Testing.Gateways;

namespace Gateway.Clients.Tests;

/// <summary>A PoP in a process of its own, whose functions find the SDKs that AWS's runtimes bring. One for all tests of functions.</summary>
public sealed class FunctionPop : IAsyncLifetime
{
    /// <summary>Where <c>./test</c> installs the SDKs for JavaScript.</summary>
    public const string NodeModules = ".build/clients/javascript/node_modules";

    private const string DebianPython = "/usr/lib/python3/dist-packages";

    private readonly string folder = Directory.CreateTempSubdirectory("edge-functions-").FullName;
    private PopProcess? process;

    /// <summary>As <c>http://127.0.0.1:40123</c>.</summary>
    public string Address => process!.Address;

    /// <summary>What the names of this run's functions begin with.</summary>
    public string Prefix { get; } = $"edge-clients-{Environment.ProcessId}";

    /// <summary>The folder of the functions' sources.</summary>
    public static string Functions => ClientRun.Script("functions");

    /// <summary>The last lines that the PoP has printed.</summary>
    public string LastWords => process!.LastWords();

    public async ValueTask InitializeAsync()
    {
        string sdks = Path.Combine(folder, "sdks"), modules = Repository.PathOf(NodeModules);
        foreach (string node in new[] { "node-v2", "node-v3" })
        {
            Directory.CreateDirectory(Path.Combine(sdks, node));
            if (Directory.Exists(modules)) Directory.CreateSymbolicLink(Path.Combine(sdks, node, "node_modules"), modules);
        }

        if (Directory.Exists(Path.Combine(DebianPython, "boto3"))) Directory.CreateSymbolicLink(Path.Combine(sdks, "python"), DebianPython);
        process = PopProcess.Start(Path.Combine(folder, "data"), sdks);
        await process.WaitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await process.StopAsync();
        Directory.Delete(folder, recursive: true);
    }
}
