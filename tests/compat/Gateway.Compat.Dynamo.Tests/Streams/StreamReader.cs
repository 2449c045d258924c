using System.Text.Json;
using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Streams;

/// <summary>Reads a stream from its beginning, over the wire.</summary>
internal sealed class StreamReader(ServiceUnderTest service, string streamArn)
{
    /// <summary>The records whose key is the one given, each as <c>NAME {keys} {old} {new}</c> with images that are absent left out as a dash; asks until there are as many as wanted.</summary>
    public async Task<List<string>> ShownAsync(string key, int wanted)
    {
        List<JsonElement> records = await service.SoonAsync(() => RecordsAsync(key), found => found.Count >= wanted);
        return [.. records.Select(Show)];
    }

    /// <summary>All records of one key, in order.</summary>
    public async Task<List<JsonElement>> RecordsAsync(string key)
    {
        List<JsonElement> records = [];
        foreach (string shard in await ShardsAsync())
        {
            string? iterator = await IteratorAsync(shard, "TRIM_HORIZON");
            for (int empty = 0; iterator is not null && empty < 5;)
            {
                JsonElement page = await CallAsync("GetRecords", $$"""{"ShardIterator":"{{iterator}}"}""");
                JsonElement[] found = [.. page.GetProperty("Records").EnumerateArray()];
                records.AddRange(found.Where(record => record.GetProperty("dynamodb").GetProperty("Keys").GetProperty("pk").GetProperty("S").GetString() == key));
                iterator = page.TryGetProperty("NextShardIterator", out JsonElement next) ? next.GetString() : null;
                empty = found.Length == 0 ? empty + (service.IsAws ? 1 : 5) : 0;
            }
        }

        return records;
    }

    public async Task<List<string>> ShardsAsync()
    {
        JsonElement description = await CallAsync("DescribeStream", $$"""{"StreamArn":"{{streamArn}}"}""");
        return [.. description.GetProperty("StreamDescription").GetProperty("Shards").EnumerateArray().Select(shard => shard.GetProperty("ShardId").GetString()!)];
    }

    public async Task<string> IteratorAsync(string shard, string type, string? sequence = null)
    {
        string rest = sequence is null ? "" : $",\"SequenceNumber\":\"{sequence}\"";
        return (await CallAsync("GetShardIterator", $$"""{"StreamArn":"{{streamArn}}","ShardId":"{{shard}}","ShardIteratorType":"{{type}}"{{rest}}}""")).GetProperty("ShardIterator").GetString()!;
    }

    /// <summary>The records behind an iterator, first page only.</summary>
    public async Task<List<string>> PageAsync(string iterator, int? limit = null)
    {
        string rest = limit is null ? "" : $",\"Limit\":{limit}";
        JsonElement page = await CallAsync("GetRecords", $$"""{"ShardIterator":"{{iterator}}"{{rest}}}""");
        return [.. page.GetProperty("Records").EnumerateArray().Select(Show)];
    }

    public async Task<JsonElement> CallAsync(string operation, string json)
    {
        RawAnswer answer = await service.Raw.CallStreamsAsync(operation, json);
        Assert.Equal("200", answer.Outcome);
        using JsonDocument document = answer.Json();
        return document.RootElement.Clone();
    }

    private static string Show(JsonElement record)
    {
        JsonElement change = record.GetProperty("dynamodb");
        string Image(string name) => change.TryGetProperty(name, out JsonElement image) ? RawAnswer.Sorted(image) : "-";
        return $"{record.GetProperty("eventName").GetString()} {Image("OldImage")} {Image("NewImage")}";
    }
}
