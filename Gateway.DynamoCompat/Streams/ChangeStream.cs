using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Streams;

/// <summary>A stream of a table, enabled or not any more. It has one shard, which holds all of it: order is the store's.</summary>
/// <param name="Table">Its table, which may be dropped.</param>
/// <param name="Definition">The stream.</param>
/// <param name="EndedAt">When it was switched off; null while it is enabled.</param>
internal sealed record ChangeStream(TableDefinition Table, StreamDefinition Definition, DateTimeOffset? EndedAt)
{
    public string Arn => $"{Table.Arn}/stream/{Definition.Label}";

    public bool IsEnabled => EndedAt is null;

    /// <summary>What tells the streams of a table apart in the store.</summary>
    public ulong Id => IdOf(Definition);

    /// <summary>The shard's id: 28 to 65 characters, the same as long as the stream is there.</summary>
    public string ShardId => string.Create(CultureInfo.InvariantCulture, $"shardId-{Id:D20}-{Table.Number:x8}");

    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds((long)Id);

    /// <summary>The millisecond of its creation, which its label says.</summary>
    public static ulong IdOf(StreamDefinition stream) =>
        (ulong)DateTimeOffset.Parse(stream.Label, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();

    /// <summary>All streams of a table, the newest first.</summary>
    public static IEnumerable<ChangeStream> Of(TableDefinition table)
    {
        if (table.Stream is { } stream) yield return new ChangeStream(table, stream, EndedAt: null);
        foreach (PastStream past in table.PastStreams.Reverse()) yield return new ChangeStream(table, past.Stream, past.EndedAt);
    }

    /// <summary>All streams of an account in a region that can still be read, those of dropped tables too.</summary>
    public static IEnumerable<ChangeStream> Of(TableCatalog tables, Caller caller) =>
        tables.All.Concat(tables.Gone).Where(table => table.AccountId == caller.AccountId && table.Region == caller.Region).SelectMany(Of);

    /// <summary>Finds a stream by its ARN.</summary>
    public static bool TryFind(TableCatalog tables, Caller caller, string arn, [NotNullWhen(true)] out ChangeStream? stream)
    {
        stream = null;
        if (!TableArn.TryParse(arn, out TableArn? parts) || parts is not { Kind: "stream" } || !parts.IsOf(caller)) return false;
        IEnumerable<ChangeStream> streams = tables.Find(caller, parts.Table) is { } table ? Of(table) : [];
        stream = streams.Concat(Of(tables, caller)).FirstOrDefault(found => found.Table.Name == parts.Table && found.Definition.Label == parts.Part);
        return stream is not null;
    }
}
