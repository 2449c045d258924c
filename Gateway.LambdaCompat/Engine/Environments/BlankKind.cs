using System.Globalization;
using Gateway.LambdaCompat.Engine.Runtimes;

namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>Started runtimes of one kind can become any function that needs this kind.</summary>
/// <param name="Runtime">Program and SDK.</param>
/// <param name="HeapMegabytes">Of Node; else 0.</param>
/// <param name="Network">Settled at the start, too: what was started with a network never serves an account that is denied it.</param>
internal sealed record BlankKind(RuntimeChoice Runtime, int HeapMegabytes, OutboundNetwork Network)
{
    /// <summary>Node's memory is settled at its start, as on AWS: nine tenths of the function's; Python's is not.</summary>
    public static BlankKind Of(RuntimeChoice runtime, int memoryMegabytes, OutboundNetwork network) =>
        new(runtime with { Version = "" }, runtime.Family == RuntimeFamily.Node ? memoryMegabytes * 9 / 10 : 0, network);

    /// <summary>Program and arguments.</summary>
    /// <param name="runtimeFolder">Of our bootstraps, as seen by the process.</param>
    public IReadOnlyList<string> Command(string runtimeFolder) => Runtime.Family == RuntimeFamily.Node
        ?
        [
            Runtime.Interpreter!.Path, "--max-http-header-size=81920", string.Create(CultureInfo.InvariantCulture, $"--max-old-space-size={HeapMegabytes}"),
            string.Create(CultureInfo.InvariantCulture, $"--max-semi-space-size={Math.Clamp(HeapMegabytes / 20, 1, 32)}"), runtimeFolder + "/node.cjs",
        ]
        : [Runtime.Interpreter!.Path, runtimeFolder + "/python.py"];
}
