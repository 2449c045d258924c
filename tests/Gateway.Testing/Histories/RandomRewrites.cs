using Gateway.Crdt.Values;

namespace Gateway.Testing.Histories;

/// <summary>What an app does between a read and a PutItem: a small change somewhere in the item, mostly in its lists.</summary>
public static class RandomRewrites
{
    /// <summary>The item with one attribute changed.</summary>
    /// <param name="item">A map, or no item.</param>
    /// <param name="random">The choices.</param>
    public static Value Change(Value item, Random random)
    {
        List<KeyValuePair<string, Value>> members = [];
        if (!item.IsNone)
        {
            foreach (ValueEntry entry in item) members.Add(KeyValuePair.Create(entry.Name, entry.Value));
        }

        if (members.Count == 0) return Value.Map(("x", LongList(random)));
        int at = random.Next(members.Count);
        members[at] = KeyValuePair.Create(members[at].Key, ChangeValue(members[at].Value, random));
        return Value.Map(members);
    }

    private static Value ChangeValue(Value value, Random random) => value.Kind switch
    {
        ValueKind.List => ChangeList(value, random),
        ValueKind.Map => Change(value, random),
        ValueKind.StringSet => Value.StringSet(Texts(value).Skip(random.Next(2)).Append($"e{random.Next(6)}").Distinct()),
        _ => random.Next(2) == 0 ? LongList(random) : Value.Number(random.Next(10)),
    };

    private static Value ChangeList(Value list, Random random)
    {
        List<Value> elements = [];
        foreach (ValueEntry entry in list) elements.Add(entry.Value);
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(elements.Count + 1);
            bool inside = at < elements.Count;
            switch (random.Next(5))
            {
                case 0 when inside:
                    elements.RemoveAt(at);
                    break;
                case 1 when inside:
                    elements[at] = ChangeValue(elements[at], random);
                    break;
                default:
                    elements.Insert(at, Value.String($"i{random.Next(1000)}"));
                    break;
            }
        }

        return Value.List(elements);
    }

    private static Value LongList(Random random) => Value.List(Enumerable.Range(0, 4 + random.Next(6)).Select(i => Value.Number(i)));

    private static IEnumerable<string> Texts(Value set)
    {
        List<string> texts = [];
        foreach (ValueEntry entry in set) texts.Add(entry.Value.AsString());
        return texts;
    }
}
