namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>Makes a failure small: first the requests before it, then the request itself. Each attempt is a fresh store.</summary>
internal static class FuzzShrinker
{
    private const int AttemptsMax = 1_500;
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(60);

    public static async Task<FuzzFailure> ShrinkAsync(FuzzFailure failure)
    {
        if (failure.Fault.StartsWith("it took", StringComparison.Ordinal)) return failure with { Before = [] }; // too slow to be repeated so often
        long start = TimeProvider.System.GetTimestamp();
        int attempts = 0;
        bool MayTry() => attempts++ < AttemptsMax && TimeProvider.System.GetElapsedTime(start) < TimeMax;

        failure = await ShrinkBeforeAsync(failure, MayTry, FaultOfAsync);
        return await ShrinkBodyAsync(failure, MayTry);
    }

    /// <summary>The same for a store that is wrong at the end.</summary>
    public static async Task<FuzzFailure> ShrinkStoreAsync(FuzzFailure failure)
    {
        long start = TimeProvider.System.GetTimestamp();
        return await ShrinkBeforeAsync(failure, () => TimeProvider.System.GetElapsedTime(start) < TimeMax, StoreFaultOfAsync);
    }

    private static async Task<FuzzFailure> ShrinkBeforeAsync(FuzzFailure failure, Func<bool> mayTry, Func<IReadOnlyList<FuzzRequest>, FuzzRequest, Task<string?>> faultOf)
    {
        if (await faultOf([], failure.Request) is { } alone) return failure with { Before = [], Fault = alone };

        List<FuzzRequest> before = [.. failure.Before];
        for (int chunk = Math.Max(1, before.Count / 2); ; chunk /= 2)
        {
            for (int at = before.Count - chunk; at >= 0 && mayTry(); at -= chunk)
            {
                List<FuzzRequest> fewer = [.. before[..at], .. before[(at + chunk)..]];
                if (await faultOf(fewer, failure.Request) is { } fault) (before, failure) = (fewer, failure with { Fault = fault });
            }

            if (chunk <= 1) return failure with { Before = before };
        }
    }

    private static async Task<FuzzFailure> ShrinkBodyAsync(FuzzFailure failure, Func<bool> mayTry)
    {
        bool isSmaller = true;
        while (isSmaller)
        {
            isSmaller = false;
            foreach (byte[] body in Smaller(failure.Request.Body))
            {
                if (!mayTry()) return failure;
                FuzzRequest request = failure.Request with { Body = body };
                if (await FaultOfAsync(failure.Before, request) is not { } fault) continue;
                failure = failure with { Request = request, Fault = fault };
                isSmaller = true;
                break;
            }
        }

        return failure;
    }

    /// <summary>Bodies with one part left out, large parts first.</summary>
    private static IEnumerable<byte[]> Smaller(byte[] body)
    {
        List<JsonPiece> pieces = JsonPieces.Of(body);
        foreach (JsonPiece piece in pieces.Skip(1).OrderByDescending(piece => piece.Length)) yield return JsonMutations.Remove(body, piece);
        for (int chunk = body.Length / 2; chunk > 0; chunk /= 2)
        {
            for (int at = 0; at + chunk <= body.Length; at += chunk) yield return ByteMutations.Replace(body, at, at + chunk, default);
        }
    }

    private static async Task<string?> FaultOfAsync(IReadOnlyList<FuzzRequest> before, FuzzRequest request)
    {
        await using FuzzWorld world = await ReplayAsync(before);
        return await world.SendAsync(request);
    }

    private static async Task<string?> StoreFaultOfAsync(IReadOnlyList<FuzzRequest> before, FuzzRequest request)
    {
        await using FuzzWorld world = await ReplayAsync(before);
        return await world.StoreFaultAsync();
    }

    private static async Task<FuzzWorld> ReplayAsync(IReadOnlyList<FuzzRequest> requests)
    {
        FuzzWorld world = new();
        await world.SetUpAsync(FuzzCorpus.Whole);
        foreach (FuzzRequest request in requests) await world.SendAsync(request);
        return world;
    }
}
