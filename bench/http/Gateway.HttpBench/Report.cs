using System.Globalization;

namespace Gateway.HttpBench;

/// <summary>Tables for people.</summary>
internal static class Report
{
    public static void Print(TextWriter output, IReadOnlyList<CaseResult> cases, IReadOnlyList<ServerResult> servers)
    {
        foreach (IGrouping<string, CaseResult> group in cases.GroupBy(result => result.Case))
        {
            BenchCase bench = BenchCase.All.Single(found => found.Name == group.Key);
            output.WriteLine();
            output.WriteLine(bench.ReachPercent > 0 ? $"{bench.Name}: {bench.What} (to reach at 32 connections: {bench.ReachPercent} % of bare)" : $"{bench.Name}: {bench.What}");
            output.WriteLine($"  {"connections",11}  {"server",-10}{"requests/s",12}{"p50 ms",10}{"p99 ms",10}{"of bare",10}{"cpu µs",10}");
            foreach (CaseResult result in group) output.WriteLine(Line(result));
        }

        output.WriteLine();
        output.WriteLine($"  {"server",-10}{"start ms",10}{"idle MB",10}{"loaded MB",11}{"after MB",10}{"peak MB",10}  what survives");
        foreach (ServerResult server in servers)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {server.Server,-10}{server.StartMilliseconds,10:N0}{server.Idle,10:N0}{server.Loaded,11:N0}{server.AfterLoad,10:N0}{server.Peak,10:N0}  {server.Durability}"));
        }

        output.WriteLine();
        foreach (ServerResult server in servers) output.WriteLine($"  {server.Server,-10}{server.What}");
    }

    public static void Print(TextWriter output, IReadOnlyList<MillionResult> results)
    {
        output.WriteLine();
        output.WriteLine($"  {"server",-10}{"items",11}{"load s",9}{"idle MB",10}{"loaded MB",11}{"served MB",11}{"peak MB",10}{"disk MB",10}{"gets/s",10}{"p50 ms",9}{"p99 ms",9}");
        foreach (MillionResult result in results)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {result.Server,-10}{result.Items,11:N0}{result.LoadSeconds,9:N1}{result.Idle,10:N0}{result.Loaded,11:N0}{result.Served,11:N0}{result.Peak,10:N0}{result.DiskMegabytes,10:N0}{result.GetsPerSecond,10:N0}{result.P50,9:F2}{result.P99,9:F2}")
                + (result.Fault is null ? "" : "  " + result.Fault));
        }
    }

    private static string Line(CaseResult result)
    {
        string start = string.Create(CultureInfo.InvariantCulture, $"  {result.Connections,11}  {result.Server,-10}");
        if (result.Fault is not null) return $"{start}  left out: {(result.Fault.Length > 120 ? result.Fault[..120] + "..." : result.Fault)}";
        return start + string.Create(CultureInfo.InvariantCulture, $"{result.RequestsPerSecond,12:N0}{result.P50,10:F2}{result.P99,10:F2}{result.OfBarePercent,8:N0} %{result.ProcessorMicroseconds,10:N1}");
    }
}
