using Gateway.StackCompat.Logs.Storage;
using Gateway.Wire.Answers;

namespace Gateway.StackCompat.Logs.Operations;

/// <summary>Streams: made, dropped, described.</summary>
internal sealed class StreamOperations(FunctionLogStore logs)
{
    private const int PageUsual = 50;

    public async ValueTask CreateAsync(LogCall call)
    {
        string name = call.Input.Required("logStreamName");
        bool? isMade = await logs.CreateStreamAsync(call.Account, call.Region, call.GroupName, name).ConfigureAwait(false);
        if (isMade is null) throw LogErrors.GroupMissing;
        if (isMade is false) throw LogErrors.StreamExists;
        call.WriteNothing();
    }

    public async ValueTask DeleteAsync(LogCall call)
    {
        bool? isGone = await logs.DeleteStreamAsync(call.Account, call.Region, call.GroupName, call.Input.Required("logStreamName")).ConfigureAwait(false);
        if (isGone is null) throw LogErrors.GroupMissing;
        if (isGone is false) throw LogErrors.StreamMissing;
        call.WriteNothing();
    }

    public ValueTask DescribeAsync(LogCall call)
    {
        string? prefix = call.Input.Text("logStreamNamePrefix");
        bool isByTime = call.Input.Text("orderBy") == "LastEventTime";
        bool isDescending = call.Input.Flag("descending") ?? false;
        if (isByTime && prefix is not null) throw LogErrors.Parameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
        string? after = null;
        if (call.Input.Text("nextToken") is { } token && !PageToken.TryParse(token, out after)) throw LogErrors.TokenInvalid;

        IEnumerable<LogStreamRecord> found = (logs.Streams(call.Account, call.Region, call.GroupName) ?? throw LogErrors.GroupMissing)
            .Where(stream => prefix is null || stream.Name.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(stream => OrderOf(stream, isByTime), StringComparer.Ordinal);
        if (isDescending) found = found.Reverse();
        IComparer<string> order = isDescending ? Comparer<string>.Create(static (one, other) => string.CompareOrdinal(other, one)) : StringComparer.Ordinal;
        (IReadOnlyList<LogStreamRecord> page, string? next) = PageToken.Cut(found, stream => OrderOf(stream, isByTime), after, call.Input.Int("limit") ?? PageUsual, order);
        return call.WriteAsync(json =>
        {
            json.WriteStartArray("logStreams"u8);
            foreach (LogStreamRecord stream in page)
            {
                json.WriteStartObject();
                json.WriteString("logStreamName"u8, stream.Name);
                json.WriteNumber("creationTime"u8, stream.CreationTime);
                if (stream.FirstEvent is { } first) json.WriteNumber("firstEventTimestamp"u8, first);
                if (stream.LastEvent is { } last) json.WriteNumber("lastEventTimestamp"u8, last);
                if (stream.LastIngestion is { } ingestion) json.WriteNumber("lastIngestionTime"u8, ingestion);
                json.WriteString("uploadSequenceToken"u8, $"{stream.LastSequence:D56}");
                json.WriteString("arn"u8, $"{call.ArnOf(call.GroupName)}:log-stream:{stream.Name}");
                json.WriteNumber("storedBytes"u8, 0);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (next is not null) json.WriteString("nextToken"u8, next);
        });
    }

    /// <summary>What orders streams, as text: the name, or the time of the last event and the name.</summary>
    private static string OrderOf(LogStreamRecord stream, bool isByTime) => isByTime ? $"{stream.LastEvent ?? 0:D20} {stream.Name}" : stream.Name;
}
