using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Invocation;

/// <summary>Counts what runs: a function with a reservation against that, all others of an account and region against what is left.</summary>
internal sealed class ConcurrencyLimits(FunctionCatalog functions, LambdaOptions options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> running = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), int> reserved = [];

    /// <summary>Takes a place.</summary>
    /// <returns>Null, or why there is none.</returns>
    public string? TryEnter(FunctionRecord function)
    {
        lock (gate)
        {
            bool isReserved = function.ReservedConcurrency is not null;
            string key = isReserved ? function.Key : PoolOf(function);
            int max = function.ReservedConcurrency ?? options.AccountConcurrencyMax - ReservedIn(function.AccountId, function.Region);
            int now = running.GetValueOrDefault(key);
            if (now >= max) return isReserved ? LambdaErrors.ReservedLimit : LambdaErrors.AccountLimit;
            running[key] = now + 1;
            return null;
        }
    }

    /// <summary>Gives the place back.</summary>
    /// <param name="function">The very record that entered.</param>
    public void Leave(FunctionRecord function)
    {
        lock (gate)
        {
            string key = function.ReservedConcurrency is not null ? function.Key : PoolOf(function);
            if (--running[key] == 0) running.Remove(key);
        }
    }

    /// <summary>Reservations have changed.</summary>
    public void Forget()
    {
        lock (gate) reserved.Clear();
    }

    private static string PoolOf(FunctionRecord function) => $"{function.AccountId}/{function.Region}";

    private int ReservedIn(string accountId, string region)
    {
        if (reserved.TryGetValue((accountId, region), out int sum)) return sum;
        return reserved[(accountId, region)] = functions.Of(accountId, region).Sum(function => function.ReservedConcurrency ?? 0);
    }
}
