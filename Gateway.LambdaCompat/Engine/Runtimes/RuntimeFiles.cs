using System.Reflection;

namespace Gateway.LambdaCompat.Engine.Runtimes;

/// <summary>Our bootstraps as files: what an environment sees as /var/runtime.</summary>
internal static class RuntimeFiles
{
    private const string Prefix = "runtime/";

    /// <summary>Writes them into a folder.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "node_modules")); // where the bundled SDK is shown
        Directory.CreateDirectory(Path.Combine(folder, "python"));
        Assembly assembly = typeof(RuntimeFiles).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream from = assembly.GetManifestResourceStream(name)!;
            string path = Path.Combine(folder, name[Prefix.Length..]);
            using FileStream to = File.Create(path);
            from.CopyTo(to);
        }
    }
}
