using System.Globalization;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Replication;
using Gateway.Storage.Keys;

namespace Gateway.DynamoCompat.Tests.Replication;

/// <summary>Another PoP that is no more than its documents: makes deltas of its writes.</summary>
internal sealed class RemoteItems(ReplicaId replica, UInt128 table)
{
    private readonly Dictionary<ItemKey, Document> documents = [];
    private long millisecond = 1;

    public UInt128 Table => table;

    public static ItemKey Key(string partition, int sort)
    {
        KeyWriter writer = new(stackalloc byte[64]);
        writer.Terminated(System.Text.Encoding.UTF8.GetBytes(partition));
        writer.Number(sort);
        return new ItemKey(writer.ToArray());
    }

    public Document this[string partition, int sort] => documents[Key(partition, sort)];

    public RemoteChange Put(string partition, int sort, params (string, Value)[] members) => Write(Key(partition, sort), new DocumentEdit.PutItem(Value.Map(members)));

    public RemoteChange Delete(string partition, int sort) => Write(Key(partition, sort), new DocumentEdit.DeleteItem());

    public RemoteChange Set(string partition, int sort, string attribute, Value value) =>
        Write(Key(partition, sort), new DocumentEdit.Touch(), new DocumentEdit.Assign(ValuePath.Of(attribute), value));

    public RemoteChange Write(ItemKey key, params DocumentEdit[] edits)
    {
        Document before = documents.GetValueOrDefault(key) ?? Document.Empty(key);
        Delta delta = EditPlanner.Plan(before, edits, new Stamp(HlcTime.At(millisecond++), replica));
        before.Apply(delta, out Document after);
        documents[key] = after;
        return new RemoteChange(table, Fragment.Of(delta), millisecond);
    }

    /// <summary>A change as a unit of its own.</summary>
    public static RemoteUnit Unit(params RemoteChange[] changes) => new() { Changes = changes, Origin = "far", OriginRegion = "far-1" };

    /// <summary>Applies units, each as it comes.</summary>
    public static RemoteOutcome[] Apply(ReplicaPort port, params RemoteUnit[] units)
    {
        RemoteOutcome[] outcomes = new RemoteOutcome[units.Length];
        port.Apply(units, outcomes);
        return outcomes;
    }

    /// <summary>The key of an item as a request names it.</summary>
    public static string Json(string partition, int sort) => $"{{'pk': {{'S': '{partition}'}}, 'sk': {{'N': '{sort.ToString(CultureInfo.InvariantCulture)}'}}}}";
}
