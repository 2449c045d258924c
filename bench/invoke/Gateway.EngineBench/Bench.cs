using System.Globalization;
using Gateway.LambdaCompat.Engine;

namespace Gateway.EngineBench;

/// <summary>One engine, some functions, figures.</summary>
internal sealed class Bench(ProcessEngine engine, string folder, TimeProvider time)
{
    private int number;

    public EnvironmentSpec Function(string name, string runtime, string file, string code)
    {
        string path = Directory.CreateDirectory(Path.Combine(folder, name + ++number)).FullName;
        File.WriteAllText(Path.Combine(path, file), code);
        return new EnvironmentSpec
        {
            Key = name + number,
            AccountId = "000000000000",
            Region = "us-east-1",
            FunctionName = name,
            Version = "$LATEST",
            Runtime = runtime,
            Handler = "index.handler",
            CodeFolder = path,
            RoleArn = "arn:aws:iam::000000000000:role/r",
            LogGroup = "/aws/lambda/" + name,
        };
    }

    /// <summary>Calls for a while with so many calls in flight.</summary>
    public async Task WarmAsync(string title, EnvironmentSpec spec, int inFlight, TimeSpan duration)
    {
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => CallerAsync(spec, TimeSpan.FromSeconds(2), [])));
        List<double>[] samples = [.. Enumerable.Range(0, inFlight).Select(_ => new List<double>())];
        long start = time.GetTimestamp();
        await Task.WhenAll(samples.Select(own => CallerAsync(spec, duration, own)));
        double seconds = time.GetElapsedTime(start).TotalSeconds;
        double[] all = [.. samples.SelectMany(own => own).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title,-28} {inFlight,3} in flight   p50 {At(all, 0.5),7:F3} ms   p99 {At(all, 0.99),7:F3} ms   {all.Length / seconds,8:F0}/s"));
    }

    /// <summary>A new function for each call.</summary>
    public async Task ColdAsync(string title, Func<int, EnvironmentSpec> make, int count, TimeSpan pause)
    {
        List<double> whole = [];
        List<double> init = [];
        for (int i = 0; i < count; i++)
        {
            EnvironmentSpec spec = make(i);
            long start = time.GetTimestamp();
            InvocationOutcome outcome = await CallAsync(spec, i);
            if (i > 0) whole.Add(time.GetElapsedTime(start).TotalMilliseconds); // the first one has nothing in the pool
            if (i > 0) init.Add(outcome.InitDuration?.TotalMilliseconds ?? 0);
            engine.Retire(spec.Key);
            await Task.Delay(pause, time);
        }

        double[] all = [.. whole.Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title,-28} cold start      p50 {At(all, 0.5),7:F1} ms   p99 {At(all, 0.99),7:F1} ms   init p50 {At([.. init.Order()], 0.5):F1} ms"));
    }

    /// <summary>What idle environments hold in memory that they share with nobody.</summary>
    public async Task MemoryAsync(string title, EnvironmentSpec spec, int count)
    {
        await engine.ProvisionAsync(spec, count, CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(500), time);
        double each = engine.ProcessesOf(spec.Key).Sum(Private) / 1024.0 / count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title,-28} {count} idle environments   {each:F1} MB each (proportional set size, sandbox included)"));
        engine.Retire(spec.Key);
    }

    public async Task<InvocationOutcome> CallAsync(EnvironmentSpec spec, long id)
    {
        InvocationOutcome outcome = await engine.InvokeAsync(spec, new FunctionInvocation
        {
            RequestId = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{id:x12}"),
            Payload = "{}"u8.ToArray(),
            InvokedFunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:bench",
            TraceId = "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0",
        }, CancellationToken.None);
        if (outcome.Status != InvocationStatus.Succeeded) throw new InvalidOperationException($"{outcome.Status} {outcome.ErrorType} {System.Text.Encoding.UTF8.GetString(outcome.Payload.Span)}");
        return outcome;
    }

    private async Task CallerAsync(EnvironmentSpec spec, TimeSpan duration, List<double> samples)
    {
        long begin = time.GetTimestamp();
        for (long i = 0; time.GetElapsedTime(begin) < duration; i++)
        {
            long start = time.GetTimestamp();
            await CallAsync(spec, i);
            samples.Add(time.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];

    /// <summary>Kilobytes of a process and all below it.</summary>
    private static long Private(int process)
    {
        try
        {
            long own = File.ReadLines($"/proc/{process}/smaps_rollup").Where(line => line.StartsWith("Pss:", StringComparison.Ordinal)).Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
            return own + File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(child => Private(int.Parse(child, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
