using System.Text.Json.Nodes;

namespace Gateway.Robustness.Tests.Crashing;

/// <summary>What one writer knows of its own items, which nobody else writes: their last acknowledged state, and the one request that was not answered.</summary>
internal sealed class WriterModel
{
    private readonly Dictionary<ItemName, JsonObject> items = [];

    /// <summary>What the request in flight would leave: for each of its items the new state, null for none. All of it, or nothing.</summary>
    public IReadOnlyDictionary<ItemName, JsonObject?>? InDoubt { get; private set; }

    /// <summary>The shared counter that the request in flight adds one to; null if none.</summary>
    public string? CounterInDoubt { get; private set; }

    /// <summary>How often each shared counter was added to, acknowledged.</summary>
    public Dictionary<string, long> Added { get; } = [];

    public IReadOnlyDictionary<ItemName, JsonObject> Items => items;

    /// <summary>An own copy of an item's state, to change; null if there is no item.</summary>
    public JsonObject? Copy(ItemName name) => items.TryGetValue(name, out JsonObject? item) ? (JsonObject)item.DeepClone() : null;

    public void Begin(IReadOnlyDictionary<ItemName, JsonObject?> after, string? counter)
    {
        InDoubt = after;
        CounterInDoubt = counter;
    }

    /// <summary>The request in flight was done.</summary>
    public void Acknowledge()
    {
        foreach ((ItemName name, JsonObject? item) in InDoubt!)
        {
            if (item is null) items.Remove(name);
            else items[name] = item;
        }

        if (CounterInDoubt is not null) Added[CounterInDoubt] = Added.GetValueOrDefault(CounterInDoubt) + 1;
        Forget();
    }

    /// <summary>The request in flight was refused: nothing has happened.</summary>
    public void Forget()
    {
        InDoubt = null;
        CounterInDoubt = null;
    }
}
