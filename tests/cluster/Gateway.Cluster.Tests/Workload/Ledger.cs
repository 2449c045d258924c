using System.Text.Json.Nodes;

namespace Gateway.Cluster.Tests.Workload;

/// <summary>What the writers know: every acknowledged effect, and those that nobody answered for. All writers note here.</summary>
internal sealed class Ledger
{
    private readonly Lock gate = new();

    /// <summary>Shared numbers, by item and attribute.</summary>
    public Dictionary<(string Key, string Attribute), Total> Totals { get; } = [];

    /// <summary>Elements of shared sets, lists and maps, each unique: true if its write was acknowledged. In the order in which they were noted.</summary>
    public Dictionary<(string Key, string Attribute), Dictionary<string, bool>> Elements { get; } = [];

    /// <summary>Items with one writer: what they may show. One state if that is known; null is no item.</summary>
    public Dictionary<(string Partition, string Sort), List<JsonObject?>> Items { get; } = [];

    /// <summary>What shared pairs may hold, by their keys: everything that was written there in this round.</summary>
    public Dictionary<string, HashSet<long>> Written { get; } = [];

    /// <summary>How many requests were acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>How many got no answer.</summary>
    public long Unknown { get; private set; }

    /// <summary>Notes what one request did or may have done.</summary>
    /// <param name="isSure">It was acknowledged.</param>
    /// <param name="effects">On what; run one after the other while nobody else notes.</param>
    public void Note(bool isSure, Action effects)
    {
        lock (gate)
        {
            if (isSure) Acknowledged++;
            else Unknown++;
            effects();
        }
    }

    /// <summary>What an item shows, where that is known.</summary>
    public JsonObject? StateOf((string Partition, string Sort) name)
    {
        lock (gate) return Assert.Single(Items[name]);
    }

    /// <summary>Within <see cref="Note"/>.</summary>
    public void Add(string key, string attribute, long change, bool isSure) => Totals[(key, attribute)] = Totals.GetValueOrDefault((key, attribute)).With(change, isSure);

    /// <summary>Within <see cref="Note"/>.</summary>
    public void AddElement(string key, string attribute, string element, bool isSure)
    {
        if (!Elements.TryGetValue((key, attribute), out Dictionary<string, bool>? elements)) Elements[(key, attribute)] = elements = [];
        elements[element] = isSure;
    }

    /// <summary>Within <see cref="Note"/>.</summary>
    /// <param name="before">What it was; for a request without an answer that may still hold.</param>
    public void Set((string Partition, string Sort) key, JsonObject? before, JsonObject? after, bool isSure) => Items[key] = isSure ? [after] : [before, after];

    /// <summary>Within <see cref="Note"/>.</summary>
    public void AddWritten(string key, long number)
    {
        if (!Written.TryGetValue(key, out HashSet<long>? numbers)) Written[key] = numbers = [0];
        numbers.Add(number);
    }

    /// <summary>Shared items that are deleted now: nobody writes them any more.</summary>
    /// <returns>Their keys.</returns>
    public IReadOnlyList<string> ForgetShared(IEnumerable<string> keys)
    {
        HashSet<string> gone = [.. keys];
        foreach ((string Key, string Attribute) total in Totals.Keys.Where(total => gone.Contains(total.Key)).ToArray()) Totals.Remove(total);
        foreach ((string Key, string Attribute) elements in Elements.Keys.Where(elements => gone.Contains(elements.Key)).ToArray()) Elements.Remove(elements);
        foreach (string key in gone) Written.Remove(key);
        return [.. gone];
    }

    /// <summary>Items of writers that are gone, which are deleted now and must stay so.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<(string Partition, string Sort)> ForgetOwn(IReadOnlyCollection<string> writers)
    {
        (string Partition, string Sort)[] there = [.. Items.Where(item => item.Value[0] is not null && writers.Contains(item.Key.Partition)).Select(item => item.Key)];
        foreach ((string Partition, string Sort) name in there) Items[name] = [null];
        return there;
    }
}
