using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>A table of the model: its items by their keys, its indexes as conditions on items, and a list of all that has changed.</summary>
internal sealed class PlainTable(AskedTable asked)
{
    private readonly Dictionary<string, JsonObject> items = [];
    private readonly List<PlainChange> changes = [];

    public AskedTable Asked => asked;

    public List<AskedIndex> Indexes { get; } = [.. asked.Indexes];

    public IEnumerable<JsonObject> Items => items.Values;

    public IReadOnlyList<PlainChange> Changes => changes;

    public bool IsKey(string attribute) => asked.Key.Any(key => key.Name == attribute);

    /// <summary>The key attributes of an item.</summary>
    public JsonObject KeyOf(JsonObject item) => Only(item, asked.Key.Select(key => key.Name));

    /// <summary>A text for a key, the same for every spelling of it.</summary>
    public string KeyText(JsonObject item) => PlainValue.ItemText(PlainValue.NormalItem(KeyOf(item)));

    public JsonObject? Find(JsonObject key) => items.GetValueOrDefault(KeyText(key));

    /// <summary>Puts an item in place, or takes it away.</summary>
    /// <param name="item">Null for no item.</param>
    public void Store(JsonObject key, JsonObject? item)
    {
        string text = KeyText(key);
        JsonObject? old = items.GetValueOrDefault(text);
        if (old is null ? item is null : item is not null && PlainValue.ItemText(old) == PlainValue.ItemText(item)) return;
        changes.Add(new PlainChange(text, old, item));
        if (item is null) items.Remove(text);
        else items[text] = item;
    }

    /// <summary>True if an index holds an item: it has every key attribute of it, with the right type.</summary>
    public static bool Holds(AskedIndex index, JsonObject item) => index.Key.All(key => item[key.Name] is JsonObject value && PlainValue.TypeOf(value) == key.Type && !IsEmpty(value));

    /// <summary>What an index shows of an item.</summary>
    public JsonObject Shown(AskedIndex index, JsonObject item) =>
        index.Projection == "ALL" ? item : Only(item, asked.Key.Concat(index.Key).Select(key => key.Name).Concat(index.Included));

    public bool Shows(AskedIndex index, string attribute) =>
        index.Projection == "ALL" || asked.Key.Concat(index.Key).Any(key => key.Name == attribute) || index.Included.Contains(attribute);

    public static JsonObject Only(JsonObject item, IEnumerable<string> names) =>
        new(names.Distinct().Where(item.ContainsKey).Select(name => KeyValuePair.Create(name, item[name]?.DeepClone())));

    public static bool IsEmpty(JsonObject value) => PlainValue.TypeOf(value) is "S" or "B" && PlainValue.Scalar(value).Length == 0;

    /// <summary>The item after a write that its condition allows; null if there is none.</summary>
    /// <exception cref="RefusedException">The write does not fit the item.</exception>
    public JsonObject? After(AskedWrite write)
    {
        JsonObject? before = Find(write.Subject);
        switch (write.Action)
        {
            case "Put":
                return PlainValue.NormalItem(write.Subject);
            case "Delete":
                return null;
            case "ConditionCheck":
                return before;
            default:
                JsonObject? after = PlainUpdates.Run(before, PlainValue.NormalItem(write.Subject), write.Actions);
                if (after is not null) new KeyFaults(this).CheckUpdated(after);
                return after;
        }
    }

    public bool Allows(AskedWrite write) => write.Condition is null || PlainConditions.IsTrue(write.Condition, Find(write.Subject) ?? []);
}
