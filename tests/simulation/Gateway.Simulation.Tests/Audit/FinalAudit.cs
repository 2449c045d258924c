using System.Text.Json.Nodes;
using Gateway.Crdt.Codec;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Time;
using Gateway.DynamoCompat.Replication;
using Gateway.Robustness.Tests.Stores;
using Gateway.Simulation.Tests.Pops;
using Gateway.Simulation.Tests.Workload;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>When all is quiet: nothing acknowledged is lost, all PoPs are equal, and each is right by itself.</summary>
internal static class FinalAudit
{
    public delegate (int Status, JsonObject Body) Asking(SimulatedPop pop, string operation, string json);

    public static void Check(Cluster cluster, Ledger ledger, Asking ask)
    {
        SortedDictionary<string, string>? documents = null;
        SortedDictionary<string, string>? answers = null;
        SortedDictionary<string, string>? scoped = null;
        string first = cluster.Members.First().Name;
        foreach (SimulatedPop pop in cluster.Members)
        {
            PopProcess process = pop.Process!;
            CheckStore(pop);
            bool hasScoped = Scopes.Holds(pop);
            Dictionary<ItemName, ItemView> items = Items(pop, ask, hasScoped);
            foreach (ItemView item in items.Values) Laws.CheckItem($"in the end at {pop.Name}", item);
            foreach ((ItemName one, ItemName other) in RequestMaker.Pairs) Laws.CheckPair($"in the end at {pop.Name}", Find(items, one), Find(items, other));
            foreach (Claim claim in ledger.Claims.Where(claim => claim.State != ClaimState.Unknown && !claim.IsLost && (hasScoped || !claim.IsScoped))) Laws.CheckClaim($"in the end at {pop.Name}", claim, item => Find(items, item));
            // What builds on something that is lost with a disk is rightly set aside.
            if (!cluster.Pops.Any(other => other.HasLostDisk || other.IsRemoved || other.Predecessors.Count > 0) && process.Node.House.Quarantine.Count() is var aside and > 0) throw new HistoryBrokenException("nothing is set aside", $"{pop.Name} has set aside {aside} units");

            Compare("documents are equal", first, pop.Name, ref documents, Documents(process));
            Compare("answers are equal", first, pop.Name, ref answers, Answers(pop, ask));
            if (hasScoped) Compare("answers of a scope are equal", first, pop.Name, ref scoped, Scoped(pop, ask));
            else Scopes.CheckDisk(pop);
        }
    }

    private static void CheckStore(SimulatedPop pop)
    {
        IReadOnlyList<string> faults = StoreChecker.FaultsOf(pop.Process!.Store, isMember: true);
        if (faults.Count > 0) throw new HistoryBrokenException("a store is right by itself", $"{pop.Name}: {string.Join("; ", faults.Take(5))}");
    }

    private static ItemView Find(Dictionary<ItemName, ItemView> items, ItemName name) => items.TryGetValue(name, out ItemView? item) ? item : new ItemView(null);

    private static Dictionary<ItemName, ItemView> Items(SimulatedPop pop, Asking ask, bool hasScoped)
    {
        Dictionary<ItemName, ItemView> items = [];
        foreach (string table in hasScoped ? (string[])[RequestMaker.Table, ScopedMaker.Table] : [RequestMaker.Table])
        {
            foreach (JsonObject item in Pages(pop, ask, "", table)) items.Add(new ItemView(item).Name, new ItemView(item));
        }

        return items;
    }

    /// <summary>All documents with their hashes, by table and key.</summary>
    private static SortedDictionary<string, string> Documents(PopProcess process)
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        ReplicaPort port = process.Face.Replica;
        HashSet<ReplicaId> known = Remains.Known(process.Pop.Cluster);
        foreach (ReplicatedTable table in port.Tables)
        {
            if (table.Name == ScopedMaker.Table) continue;
            foreach ((ItemKey key, Document document) in port.Scan(table.Id, 0, uint.MaxValue))
            {
                // One store may have pruned what another one cannot.
                bool isPruned = Remains.WrittenByKnown(document, known);
                if (!isPruned && !document.IsVisible) continue;
                found.Add($"{table.Id:x} {System.Text.Encoding.ASCII.GetString(key.Bytes)}", $"{(isPruned ? DocumentHash.Of(document) : 0)} {document.Visible} {document.Context}");
            }
        }

        return found;
    }

    /// <summary>What clients are told: the tables, all items, all entries of the index.</summary>
    private static SortedDictionary<string, string> Answers(SimulatedPop pop, Asking ask)
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        JsonArray names = Ask(pop, ask, "ListTables", "{}")["TableNames"]!.AsArray();
        foreach (string name in names.Select(name => (string)name!).Where(name => name != ScopedMaker.Table))
        {
            JsonObject table = Ask(pop, ask, "DescribeTable", $$"""{"TableName": "{{name}}"}""")["Table"]!.AsObject();
            foreach (string own in (string[])["ItemCount", "TableSizeBytes", "CreationDateTime", "LatestStreamArn", "LatestStreamLabel", "Replicas"]) table.Remove(own);
            foreach (JsonNode? index in table["GlobalSecondaryIndexes"]?.AsArray() ?? [])
            {
                index!.AsObject().Remove("ItemCount");
                index.AsObject().Remove("IndexSizeBytes");
            }

            found.Add($"table {name}", table.ToJsonString());
            int order = 0;
            foreach (JsonObject item in Pages(pop, ask, "", name)) found.Add($"item {name} {order++:00000}", item.ToJsonString());
            if (table["GlobalSecondaryIndexes"]?.AsArray().FirstOrDefault(index => (string)index!["IndexStatus"]! != "ACTIVE") is { } unready) throw new HistoryBrokenException("an index becomes ready", $"{pop.Name}: {unready.ToJsonString()}");
            foreach (string index in table["GlobalSecondaryIndexes"]?.AsArray().Select(index => (string)index!["IndexName"]!) ?? [])
            {
                foreach (JsonObject item in Pages(pop, ask, $$""", "IndexName": "{{index}}" """, name)) found.Add($"entry {name} {index} {item["pk"]} {item["sk"]}", item.ToJsonString());
            }
        }

        return found;
    }

    private static SortedDictionary<string, string> Scoped(SimulatedPop pop, Asking ask)
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (JsonObject item in Pages(pop, ask, "", ScopedMaker.Table)) found.Add($"{new ItemView(item).Name}", item.ToJsonString());
        return found;
    }

    private static IEnumerable<JsonObject> Pages(SimulatedPop pop, Asking ask, string more, string table = RequestMaker.Table)
    {
        string start = "";
        while (true)
        {
            JsonObject page = Ask(pop, ask, "Scan", $$"""{"TableName": "{{table}}"{{more}}{{start}} }""");
            foreach (JsonNode? item in page["Items"]!.AsArray()) yield return item!.AsObject();
            if (page["LastEvaluatedKey"] is not { } last) yield break;
            start = $$""", "ExclusiveStartKey": {{last.ToJsonString()}}""";
        }
    }

    private static JsonObject Ask(SimulatedPop pop, Asking ask, string operation, string json)
    {
        (int status, JsonObject body) = ask(pop, operation, json);
        return status == 200 ? body : throw new HistoryBrokenException("a PoP by itself serves", $"{pop.Name}: {operation} {json}: {body.ToJsonString()}");
    }

    private static void Compare(string law, string first, string other, ref SortedDictionary<string, string>? known, SortedDictionary<string, string> found)
    {
        known ??= found;
        List<string> differences = [];
        foreach (string name in known.Keys.Union(found.Keys))
        {
            string one = known.GetValueOrDefault(name, "nothing"), two = found.GetValueOrDefault(name, "nothing");
            if (one != two) differences.Add($"{name}:{Environment.NewLine}  {first}: {one}{Environment.NewLine}  {other}: {two}");
        }

        if (differences.Count > 0) throw new HistoryBrokenException(law, $"{differences.Count} differ, as{Environment.NewLine}{string.Join(Environment.NewLine, differences.Take(3))}");
    }
}
