using System.Globalization;

namespace Gateway.LambdaCompat.Engine.Runtimes;

/// <summary>What a runtime's name means on this machine.</summary>
/// <param name="Interpreter">Null for custom runtimes.</param>
/// <param name="NodeModules">The bundled SDK, null if there is none.</param>
/// <param name="PythonSdk">As well.</param>
/// <param name="Version">As INIT_START shows it.</param>
internal sealed record RuntimeChoice(RuntimeFamily Family, Interpreter? Interpreter, string? NodeModules, string? PythonSdk, string Version)
{
    /// <summary>As <c>nodejs20.x</c> → 20; 0 if the name has no number.</summary>
    public static int MajorOf(string runtime)
    {
        ReadOnlySpan<char> digits = runtime.AsSpan(runtime.AsSpan().IndexOfAnyInRange('0', '9') is >= 0 and int at ? at : runtime.Length);
        int end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out int major) ? major : 0;
    }

    public static RuntimeFamily FamilyOf(string runtime) =>
        runtime.StartsWith("nodejs", StringComparison.Ordinal) ? RuntimeFamily.Node : runtime.StartsWith("python", StringComparison.Ordinal) ? RuntimeFamily.Python : RuntimeFamily.Custom;
}
