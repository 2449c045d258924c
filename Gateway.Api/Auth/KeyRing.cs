using Gateway.Api.Options;
using Microsoft.Extensions.Logging;

namespace Gateway.Api.Auth;

/// <summary>The access keys of a PoP: those of its configuration, and those of the keys file, which it looks at every two seconds.</summary>
internal sealed partial class KeyRing : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly PopOptions options;
    private readonly KeysFile file;
    private readonly ILogger<KeyRing> log;
    private readonly Lock gate = new();
    private readonly ITimer timer;
    private KeysFileStamp stamp;
    private volatile KeySet keys;

    /// <exception cref="OptionsFault">The keys file cannot be read.</exception>
    public KeyRing(PopOptions options, TimeProvider time, ILogger<KeyRing> log)
    {
        this.options = options;
        this.log = log;
        file = KeysFile.In(options.DataFolder);
        stamp = file.Stamp();
        keys = new KeySet([.. options.Keys, .. file.Read()]);
        timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>The keys that a request must be signed with one of; null while any request is taken: on loopback without keys.</summary>
    public KeySet? Required => keys is { Count: > 0 } some || !options.IsLoopback ? keys : null;

    public int Count => keys.Count;

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        lock (gate)
        {
            try
            {
                KeysFileStamp now = file.Stamp();
                if (now == stamp) return;

                keys = new KeySet([.. options.Keys, .. file.Read()]);
                stamp = now;
                LogKeys(keys.Count, Required is null ? "any request is taken" : "requests must be signed");
            }
            catch (OptionsFault fault)
            {
                LogUnreadable(fault.Message); // the keys stay as they were; said again until it is mended
            }
        }
    }

    [LoggerMessage(EventId = 111, Level = LogLevel.Information, Message = "The keys file has changed; keys now: {Count}; {Consequence}")]
    private partial void LogKeys(int count, string consequence);

    [LoggerMessage(EventId = 112, Level = LogLevel.Warning, Message = "The keys stay as they were: {Reason}")]
    private partial void LogUnreadable(string reason);
}
