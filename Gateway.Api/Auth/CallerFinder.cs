using Gateway.Api.Listeners;
using Gateway.Api.Options;
using Gateway.DynamoCompat;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Auth;

/// <summary>Settles who sends a request: by its signature where there are keys, else by what it says of itself.</summary>
internal sealed partial class CallerFinder(KeyRing ring, SigV4Verifier verifier, AuthMode mode, TimeProvider time, SessionKeys? sessions, ILogger<CallerFinder> log)
{
    private const string DefaultAccount = "000000000000";
    private const string DefaultRegion = "us-east-1";
    /// <summary>Who sends a request that says nothing of itself.</summary>
    public static readonly Caller Anyone = new(DefaultAccount, DefaultRegion);
    /// <summary>For requests that no signature decides about.</summary>
    public static readonly AuthOutcome Nobody = Anyone;
    private readonly Lock gate = new();
    private long wouldRefuse;
    private long lastLogged = long.MinValue;

    /// <summary>How many requests <c>--auth warn</c> let through since the start.</summary>
    public long WouldRefuse => Interlocked.Read(ref wouldRefuse);

    /// <param name="exchange">Its body is read; its answer is empty, and is empty again afterwards.</param>
    /// <param name="service">Whose scope the signature must have.</param>
    public AuthOutcome Find(Exchange exchange, string service)
    {
        KeySet? keys = ring.Required;
        if (keys is null) return ByItsWord(exchange, null);

        DynamoError? refusal = verifier.Verify(exchange.Signed, keys, service, exchange.Answer, out AccessKey? key, out string region);
        if (refusal is null)
        {
            exchange.LastCredential = null; // what is verified is never taken by its word
            return exchange.LastCaller = CallerOf(exchange, key!.AccountId, region);
        }

        if (mode == AuthMode.Enforce) return refusal;

        Count(refusal.Code, key);
        return ByItsWord(exchange, key?.AccountId);
    }

    /// <summary>Without a signature to go by: the account is the access key id if that is 12 digits, the region that of the scope.</summary>
    private Caller ByItsWord(Exchange exchange, string? account)
    {
        ReadOnlySpan<char> credential = SignatureClaim.CredentialOf(exchange.Signed);
        if (credential.IsEmpty && account is null) return Anyone;
        if (account is null && exchange is { LastCaller: { } last, LastCredential: not null } && credential.SequenceEqual(exchange.LastCredential)) return last;

        Span<Range> parts = stackalloc Range[4];
        int count = credential.Split(parts, '/');
        ReadOnlySpan<char> id = count > 0 ? credential[parts[0]] : default;
        ReadOnlySpan<char> region = count > 2 ? credential[parts[2]] : default;
        bool isAccount = id.Length == 12 && id.IndexOfAnyExceptInRange('0', '9') < 0;
        if (account is null && id.StartsWith("ASIA", StringComparison.Ordinal)) account = sessions?.Find(id, exchange.RequestHeaders["X-Amz-Security-Token"].ToString())?.AccountId; // a function of that account
        Caller caller = CallerOf(exchange, account ?? (isAccount ? id.ToString() : DefaultAccount), AwsEndpoint.IsRegion(region) ? region.ToString() : DefaultRegion);
        exchange.LastCredential = account is null ? credential.ToString() : null;
        exchange.LastCaller = caller;
        return caller;
    }

    /// <summary>Most requests of a connection have the same caller: the same object then.</summary>
    private static Caller CallerOf(Exchange exchange, string account, string region) =>
        exchange.LastCaller is { } last && last.AccountId == account && last.Region == region ? last : new Caller(account, region);

    /// <summary>Counts each, logs at most one a second.</summary>
    private void Count(string code, AccessKey? key)
    {
        long count = Interlocked.Increment(ref wouldRefuse);
        lock (gate)
        {
            long now = time.GetTimestamp();
            if (lastLogged != long.MinValue && time.GetElapsedTime(lastLogged, now) < TimeSpan.FromSeconds(1)) return;
            lastLogged = now;
        }

        LogWouldRefuse(code, key?.Id ?? "no known key", count);
    }

    [LoggerMessage(EventId = 121, Level = LogLevel.Warning, Message = "--auth warn: would refuse with {Code} ({KeyId}); {Count} so far")]
    private partial void LogWouldRefuse(string code, string keyId, long count);
}
