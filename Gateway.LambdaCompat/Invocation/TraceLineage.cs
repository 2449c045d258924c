using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Wire.Answers;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>The trace header <c>X-Amzn-Trace-Id</c>. Its part <c>Lineage</c> counts how often each function stands in the chain of calls; SDKs in functions pass it on.</summary>
/// <remarks>Source: doc invocation-recursion (about 16 times). Entries are <c>1:hash:count</c>, joined by bars.</remarks>
internal static class TraceLineage
{
    /// <summary>A function that stands in its own chain so often is stopped.</summary>
    public const int DepthMax = 16;

    private const int EntriesMax = 32;

    /// <summary>Makes the header that a function is called with.</summary>
    /// <param name="header">The caller's; null or empty for none.</param>
    /// <param name="functionArn">The function, without qualifier.</param>
    /// <param name="now">For a new trace.</param>
    /// <param name="ids">For a new trace.</param>
    /// <returns>The header, and how often the function stands in it now.</returns>
    public static (string TraceId, int Depth) Next(string? header, string functionArn, DateTimeOffset now, IdMaker ids)
    {
        TraceHeader read = TraceHeader.Parse(header);
        string root = read.Root ?? string.Create(CultureInfo.InvariantCulture, $"1-{now.ToUnixTimeSeconds():x8}-{ids.Hex(24)}");
        (string chain, int depth) = Count(read.Lineage, HashOf(functionArn));
        return ($"Root={root};Parent={read.Parent ?? ids.Hex(16)};Sampled={read.Sampled ?? "0"};Lineage={chain}", depth);
    }

    /// <summary>How often a function stands in a lineage.</summary>
    public static int CountOf(string lineage, string functionArn) => Count(lineage, HashOf(functionArn)).Depth - 1;

    /// <summary>A header with nothing else in it.</summary>
    public static string HeaderOf(string lineage) => $"Lineage={lineage}";

    private static (string Chain, int Depth) Count(string? lineage, string hash)
    {
        List<string> entries = [];
        int depth = 1;
        foreach (string entry in (lineage ?? "").Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = entry.Split(':');
            if (parts is [_, var other, var count] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int times) && times < 1000)
            {
                if (other == hash) depth = times + 1;
                else if (entries.Count < EntriesMax) entries.Add(entry);
            }
        }

        entries.Add(string.Create(CultureInfo.InvariantCulture, $"1:{hash}:{depth}"));
        return (string.Join('|', entries), depth);
    }

    private static string HashOf(string arn) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(arn)).AsSpan(0, 4));
}
