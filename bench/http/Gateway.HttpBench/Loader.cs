using System.Globalization;
using System.Text;

namespace Gateway.HttpBench;

/// <summary>Fills a server with the workload's items, 25 in a request, over many connections.</summary>
internal static class Loader
{
    private const int BatchSize = 25;
    private const int Writers = 16;

    /// <summary>Makes the table and loads items from 0 on.</summary>
    /// <returns>How many were loaded: fewer than asked for when the time was over.</returns>
    public static async Task<int> LoadAsync(RunningServer server, int count, TimeSpan timeMax, CancellationToken token)
    {
        await server.Client.SendAsync(new WireRequest("CreateTable", Workload.CreateTable), token);
        await WaitForTableAsync(server, token);

        long start = TimeProvider.System.GetTimestamp();
        int next = 0, loaded = 0;
        async Task WriteAsync()
        {
            while (true)
            {
                int first = Interlocked.Add(ref next, BatchSize) - BatchSize;
                if (first >= count || TimeProvider.System.GetElapsedTime(start) > timeMax) return;
                await server.Client.SendRawAsync(Batch(first, Math.Min(BatchSize, count - first)), token);
                Interlocked.Add(ref loaded, Math.Min(BatchSize, count - first));
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync, token)));
        return loaded;
    }

    private static async Task WaitForTableAsync(RunningServer server, CancellationToken token)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            WireRequest describe = new("DescribeTable", $$"""{"TableName":"{{Workload.Table}}"}""");
            if ((await server.Client.SendAsync(describe, token))["Table"]!["TableStatus"]!.GetValue<string>() == "ACTIVE") return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, token);
        }

        throw new BenchException("the table does not become ACTIVE");
    }

    private static WireRequest Batch(int first, int count)
    {
        StringBuilder body = new($$"""{"RequestItems":{"{{Workload.Table}}":[""");
        for (int i = 0; i < count; i++) body.Append(CultureInfo.InvariantCulture, $$$"""{{{(i > 0 ? "," : "")}}}{"PutRequest":{"Item":{{{Workload.Item(first + i, 0)}}}}}""");
        return new WireRequest("BatchWriteItem", body.Append("]}}").ToString());
    }
}
