using System.Text;
using Gateway.StackCompat.Logs.Filters;
using Gateway.StackCompat.Logs.Storage;
using Gateway.Storage;
using Gateway.Wire.Input;

namespace Gateway.StackCompat.Logs.Operations;

/// <summary>PutLogEvents, GetLogEvents, FilterLogEvents.</summary>
internal sealed class EventOperations(FunctionLogStore logs, TimeProvider time)
{
    private const int EventsMax = 10_000;
    private const int PageBytesMax = 1 << 20;
    private const int BatchBytesMax = 1 << 20;
    private const int LookedAtMax = 200_000;
    private static readonly TimeSpan OldMax = TimeSpan.FromDays(14);
    private static readonly TimeSpan NewMax = TimeSpan.FromHours(2);
    private static readonly TimeSpan SpanMax = TimeSpan.FromHours(24);

    public async ValueTask PutAsync(LogCall call)
    {
        LogGroupRecord group = call.RequireGroup(logs);
        string stream = call.Input.Required("logStreamName");
        if (logs.Streams(call.Account, call.Region, group.Name)!.All(one => one.Name != stream)) throw LogErrors.StreamMissing;

        IReadOnlyList<WireInput> events = call.Input.Structures("logEvents") ?? [];
        List<(long Time, string Message)> sent = [.. events.Select(one => (one.Number("timestamp") ?? 0, one.Text("message") ?? ""))];
        if (sent.Sum(one => Encoding.UTF8.GetByteCount(one.Message) + FunctionLogStore.EventOverheadBytes) > BatchBytesMax) throw LogErrors.Parameter($"Upload too large: {sent.Count} events exceed the limit of {BatchBytesMax} bytes");
        for (int i = 1; i < sent.Count; i++)
        {
            if (sent[i].Time < sent[i - 1].Time) throw LogErrors.Parameter("Log events in a single PutLogEvents request must be in chronological order.");
        }

        if (sent.Count > 0 && sent[^1].Time - sent[0].Time > SpanMax.TotalMilliseconds) throw LogErrors.Parameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        DateTimeOffset now = time.GetUtcNow();
        long oldest = (now - OldMax).ToUnixTimeMilliseconds();
        long expired = group.RetentionDays is { } days ? (now - TimeSpan.FromDays(days)).ToUnixTimeMilliseconds() : long.MinValue;
        long newest = (now + NewMax).ToUnixTimeMilliseconds();
        int tooOld = sent.FindLastIndex(one => one.Time < oldest);
        int expiredLast = sent.FindLastIndex(one => one.Time < expired);
        int tooNew = sent.FindIndex(one => one.Time > newest);
        foreach ((long at, string message) in sent)
        {
            if (at >= oldest && at >= expired && at <= newest) logs.Append(call.Account, call.Region, group.Name, stream, at, message);
        }

        await logs.FlushAsync().ConfigureAwait(false);
        string next = $"{logs.Streams(call.Account, call.Region, group.Name)?.FirstOrDefault(one => one.Name == stream)?.LastSequence ?? 0:D56}";
        await call.WriteAsync(json =>
        {
            json.WriteString("nextSequenceToken"u8, next);
            if (tooOld < 0 && tooNew < 0 && expiredLast < 0) return;
            json.WriteStartObject("rejectedLogEventsInfo"u8);
            if (tooNew >= 0) json.WriteNumber("tooNewLogEventStartIndex"u8, tooNew);
            if (tooOld >= 0) json.WriteNumber("tooOldLogEventEndIndex"u8, tooOld + 1);
            if (expiredLast >= 0) json.WriteNumber("expiredLogEventEndIndex"u8, expiredLast + 1);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    public ValueTask GetAsync(LogCall call)
    {
        WireInput input = call.Input;
        LogGroupRecord group = call.RequireGroup(logs);
        LogStreamRecord stream = logs.Streams(call.Account, call.Region, group.Name)?.FirstOrDefault(one => one.Name == input.Required("logStreamName")) ?? throw LogErrors.StreamMissing;
        int limit = input.Int("limit") ?? EventsMax;
        LogPosition start = new(Math.Max(0, input.Number("startTime") ?? 0), 0);
        LogPosition end = new(input.Number("endTime") ?? long.MaxValue, 0);
        bool isForward = input.Flag("startFromHead") ?? false;
        LogPosition? token = null;
        if (input.Text("nextToken") is { } text)
        {
            token = (text.StartsWith("f/", StringComparison.Ordinal) || text.StartsWith("b/", StringComparison.Ordinal)) && text.EndsWith("/s", StringComparison.Ordinal) ? LogPosition.Parse(text.AsSpan(2, text.Length - 4)) : null;
            if (token is not { } at) throw LogErrors.TokenInvalid;
            isForward = text[0] == 'f';
            if (isForward && at.CompareTo(start) > 0) start = at;
            if (!isForward && at.CompareTo(end) < 0) end = at;
        }

        List<LogEvent> page = [];
        int bytes = 0;
        foreach ((_, LogEvent found) in logs.Read(group, [stream], start, end, isForward ? ScanDirection.Forward : ScanDirection.Backward))
        {
            bytes += Encoding.UTF8.GetByteCount(found.Message) + FunctionLogStore.EventOverheadBytes;
            if (page.Count == limit || (bytes > PageBytesMax && page.Count > 0)) break;
            page.Add(found);
        }

        if (!isForward) page.Reverse();
        LogPosition still = token ?? (isForward ? start : end.Time == long.MaxValue ? new LogPosition(stream.LastEvent ?? 0, stream.LastSequence + 1) : end);
        LogPosition behind = page.Count > 0 ? page[^1].Position with { Sequence = page[^1].Position.Sequence + 1 } : still;
        LogPosition before = page.Count > 0 ? page[0].Position : still;
        return call.WriteAsync(json =>
        {
            json.WriteStartArray("events"u8);
            foreach (LogEvent found in page)
            {
                json.WriteStartObject();
                json.WriteNumber("timestamp"u8, found.Position.Time);
                json.WriteString("message"u8, found.Message);
                json.WriteNumber("ingestionTime"u8, found.Ingested);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("nextForwardToken"u8, $"f/{behind}/s");
            json.WriteString("nextBackwardToken"u8, $"b/{before}/s");
        });
    }

    public ValueTask FilterAsync(LogCall call)
    {
        WireInput input = call.Input;
        LogGroupRecord group = call.RequireGroup(logs);
        Predicate<string> matches = FilterPattern.Parse(input.Text("filterPattern") ?? "");
        string? prefix = input.Text("logStreamNamePrefix");
        IReadOnlyList<string>? names = input.Texts("logStreamNames");
        if (prefix is not null && names is not null) throw LogErrors.Parameter("The logStreamNamePrefix and logStreamNames parameters are mutually exclusive.");
        IReadOnlyList<LogStreamRecord> all = logs.Streams(call.Account, call.Region, group.Name) ?? throw LogErrors.GroupMissing;
        if (names?.FirstOrDefault(name => all.All(stream => stream.Name != name)) is not null) throw LogErrors.StreamMissing;
        List<LogStreamRecord> streams = [.. all.Where(stream => (prefix is null || stream.Name.StartsWith(prefix, StringComparison.Ordinal)) && (names is null || names.Contains(stream.Name)))];
        LogPosition start = new(Math.Max(0, input.Number("startTime") ?? 0), 0);
        LogPosition end = new(input.Number("endTime") is { } to and < long.MaxValue ? to + 1 : long.MaxValue, 0);
        if (input.Text("nextToken") is { } token) start = LogPosition.Parse(token) ?? throw LogErrors.TokenInvalid;

        int limit = input.Int("limit") ?? EventsMax;
        List<(LogStreamRecord Stream, LogEvent Event)> page = [];
        (int bytes, int looked) = (0, 0);
        LogPosition? next = null;
        foreach ((LogStreamRecord Stream, LogEvent Event) found in logs.Read(group, streams, start, end))
        {
            if (page.Count == limit || bytes > PageBytesMax || ++looked > LookedAtMax)
            {
                next = found.Event.Position;
                break;
            }

            if (!matches(found.Event.Message)) continue;
            page.Add(found);
            bytes += Encoding.UTF8.GetByteCount(found.Event.Message) + FunctionLogStore.EventOverheadBytes;
        }

        return call.WriteAsync(json =>
        {
            json.WriteStartArray("events"u8);
            foreach ((LogStreamRecord stream, LogEvent found) in page)
            {
                json.WriteStartObject();
                json.WriteString("logStreamName"u8, stream.Name);
                json.WriteNumber("timestamp"u8, found.Position.Time);
                json.WriteString("message"u8, found.Message);
                json.WriteNumber("ingestionTime"u8, found.Ingested);
                json.WriteString("eventId"u8, found.Position.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("searchedLogStreams"u8);
            json.WriteEndArray();
            if (next is { } more) json.WriteString("nextToken"u8, more.ToString());
        });
    }
}
