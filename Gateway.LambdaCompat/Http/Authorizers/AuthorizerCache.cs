using System.Collections.Concurrent;

namespace Gateway.LambdaCompat.Http.Authorizers;

/// <summary>What authorizers answered, for as long as they said. Bounded: when it is full, what is over goes, then everything.</summary>
internal sealed class AuthorizerCache(TimeProvider time)
{
    private const int EntriesMax = 10_000;

    private readonly ConcurrentDictionary<string, (AuthorizerAnswer Answer, DateTimeOffset Until)> entries = new(StringComparer.Ordinal);

    public AuthorizerAnswer? Find(string key) => entries.TryGetValue(key, out (AuthorizerAnswer Answer, DateTimeOffset Until) found) && found.Until > time.GetUtcNow() ? found.Answer : null;

    public void Keep(string key, AuthorizerAnswer answer, TimeSpan forHowLong)
    {
        if (forHowLong <= TimeSpan.Zero) return;
        if (entries.Count >= EntriesMax)
        {
            DateTimeOffset now = time.GetUtcNow();
            foreach ((string old, (_, DateTimeOffset until)) in entries)
            {
                if (until <= now) entries.TryRemove(old, out _);
            }

            if (entries.Count >= EntriesMax) entries.Clear();
        }

        entries[key] = (answer, time.GetUtcNow() + forHowLong);
    }
}
