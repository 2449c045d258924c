using System.Globalization;
using System.Text;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>So many requests, one after the other, on a fresh store: what one seed and number give is always the same.</summary>
internal sealed class FuzzStretch(int seed, int number)
{
    public const int Requests = 2_000;

    /// <summary>How long one request may take. Nothing of what is sent should take a hundredth of that.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(1);

    private readonly List<FuzzRequest> sent = [];

    /// <summary>Runs it.</summary>
    /// <param name="watch">Told of each request before and after.</param>
    /// <param name="findings">Takes the failures, each made small.</param>
    public async Task RunAsync(FuzzWatch watch, FuzzFindings findings)
    {
        Random random = new(HashCode(seed, number));
        await using FuzzWorld world = new();
        await world.SetUpAsync(FuzzCorpus.Whole);
        Mutator mutator = new(FuzzCorpus.Whole.With(world.Known), random);
        for (int i = 0; i < Requests && !findings.AreMany; i++)
        {
            FuzzRequest request = random.Next(400) == 0 ? Waiting(random) : mutator.Next();
            watch.Begin(request);
            string? fault = await world.SendAsync(request);
            TimeSpan elapsed = watch.End();
            if (fault is null && elapsed > TimeMax && request.Operation != FuzzRequest.Wait) fault = await SlowAsync(world, request, watch);
            if (fault is not null && findings.TryClaim(request.Operation, fault)) findings.Add(await FuzzShrinker.ShrinkAsync(new FuzzFailure(seed, number, [.. sent], request, fault)));
            if (request.Operation != FuzzRequest.Wait) findings.Count(request.Operation, world.LastOutcome);
            sent.Add(request);
        }

        if (await world.StoreFaultAsync() is { } wrong && findings.TryClaim("store", wrong)) findings.Add(await FuzzShrinker.ShrinkStoreAsync(new FuzzFailure(seed, number, sent, FuzzFailure.Nothing, wrong)));
    }

    /// <summary>Asks a slow request twice more: one that the machine made slow is quick then.</summary>
    private static async Task<string?> SlowAsync(FuzzWorld world, FuzzRequest request, FuzzWatch watch)
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int i = 0; i < 2; i++)
        {
            watch.Begin(request);
            await world.SendAsync(request);
            TimeSpan elapsed = watch.End();
            if (elapsed < best) best = elapsed;
        }

        return best > TimeMax ? $"it took {best.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s" : null;
    }

    private static FuzzRequest Waiting(Random random) => new(FuzzRequest.Wait, Encoding.ASCII.GetBytes((random.Next(5) == 0 ? 90_000 : random.Next(1, 4_000)).ToString(CultureInfo.InvariantCulture)));

    /// <summary>The runtime's own HashCode differs from process to process.</summary>
    private static int HashCode(int seed, int number) => unchecked((seed * 31) + (number * 7919));
}
