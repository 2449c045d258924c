using System.Diagnostics;
using System.Globalization;

namespace Gateway.Benchmarks;

/// <summary>A figure without ceremony: many short batches on one thread, of which the median and the best are told.</summary>
internal static class Figures
{
    private const int Batches = 60;
    private const int BatchSize = 20_000;

    public static void Measure<T>(TextWriter output, string what, Func<T> action)
    {
        double[] nanoseconds = new double[Batches];
        long allocated = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < BatchSize; i++) action();
            nanoseconds[batch] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / BatchSize;
            allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / BatchSize;
        }

        // The first third runs before the compiler has made up its mind.
        double[] warm = [.. nanoseconds[(Batches / 3)..].Order()];
        double median = warm[warm.Length / 2];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-38} {median,7:F0} ns  {1e9 / median,10:N0}/s   best {warm[0],6:F0} ns  {allocated,6:N0} bytes"));
    }
}
