using System.Globalization;

namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>Who was started by whom: for machines without control groups.</summary>
internal static class ProcessTree
{
    private const int ProcessesMax = 4096;

    /// <summary>A process and all below it, those aside whose parents have ended.</summary>
    public static IReadOnlyList<int> Below(int process)
    {
        List<int> found = [process];
        for (int i = 0; i < found.Count && found.Count < ProcessesMax; i++) found.AddRange(ChildrenOf(found[i]));
        return found;
    }

    /// <summary>The kernel lists children by the thread that has started them.</summary>
    private static IEnumerable<int> ChildrenOf(int process)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task"))
                .SelectMany(thread => File.ReadAllText(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return []; // it has ended meanwhile
        }
    }
}
