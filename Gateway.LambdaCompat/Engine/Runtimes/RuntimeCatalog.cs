using System.Collections.Concurrent;

namespace Gateway.LambdaCompat.Engine.Runtimes;

/// <summary>The runtimes of this machine. A version that it does not have runs on what is there.</summary>
internal sealed class RuntimeCatalog(ProcessEngineOptions options)
{
    private readonly ConcurrentDictionary<(string? Path, RuntimeFamily Family), Lazy<Interpreter?>> interpreters = new();

    /// <summary>Chooses for a name as <c>nodejs22.x</c>.</summary>
    /// <returns>Null if the machine has no such interpreter at all.</returns>
    public RuntimeChoice? Choose(string runtime)
    {
        RuntimeFamily family = RuntimeChoice.FamilyOf(runtime);
        if (family == RuntimeFamily.Custom) return new RuntimeChoice(family, null, null, null, $"{runtime.Replace(".", ":", StringComparison.Ordinal)}.v1");

        string? path = options.RuntimePaths.TryGetValue(runtime, out string? own) ? own : family == RuntimeFamily.Node ? options.NodePath : options.PythonPath;
        Interpreter? interpreter = interpreters.GetOrAdd((path, family), key => new Lazy<Interpreter?>(() => Interpreter.Find(key.Path, key.Family))).Value;
        if (interpreter is null) return null;

        string name = family == RuntimeFamily.Node ? $"nodejs:{RuntimeChoice.MajorOf(runtime)}" : runtime.Replace("python", "python:", StringComparison.Ordinal);
        string? modules = family != RuntimeFamily.Node ? null : RuntimeChoice.MajorOf(runtime) <= 16 ? options.NodeSdkV2Folder : options.NodeSdkV3Folder;
        string? sdk = family == RuntimeFamily.Python ? options.PythonSdkFolder : null;
        return new RuntimeChoice(family, interpreter, Existing(modules), Existing(sdk), $"{name}.v{interpreter.Version}");
    }

    private static string? Existing(string? folder) => Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
}
