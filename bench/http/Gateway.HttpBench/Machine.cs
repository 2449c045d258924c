using System.Runtime.InteropServices;

namespace Gateway.HttpBench;

/// <summary>Where it ran; how busy it was before.</summary>
internal sealed record Machine(string Processor, int Cores, string System, string Runtime, string LoadBefore)
{
    public static Machine Here() => new(ReadProcessor(), Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, ReadLoad());

    public override string ToString() => $"{Processor}, {Cores} cores, {System}, {Runtime}, load before {LoadBefore}";

    private static string ReadProcessor()
    {
        const string File = "/proc/cpuinfo";
        string? line = global::System.IO.File.Exists(File) ? global::System.IO.File.ReadLines(File).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string ReadLoad()
    {
        const string File = "/proc/loadavg";
        return global::System.IO.File.Exists(File) ? global::System.IO.File.ReadAllText(File).Split(' ')[0] : "unknown";
    }
}
