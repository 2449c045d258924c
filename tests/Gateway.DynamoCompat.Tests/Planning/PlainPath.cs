namespace Gateway.DynamoCompat.Tests.Planning;

/// <summary>A path of an update: names and positions.</summary>
internal sealed record PlainPath(params object[] Parts)
{
    /// <summary>What lies there; null for nothing.</summary>
    public object? Find(object? root) => Walk(root, Parts.Length);

    public object? FindParent(object? root) => Walk(root, Parts.Length - 1);

    public bool IsPrefixOf(PlainPath other) => Parts.SequenceEqual(other.Parts.Take(Parts.Length));

    public override string ToString() => string.Concat(Parts.Select((part, i) => part is int position ? $"[{position}]" : i == 0 ? part : $".{part}"));

    private object? Walk(object? at, int count)
    {
        foreach (object part in Parts.Take(count))
        {
            at = (at, part) switch
            {
                (Dictionary<string, object> map, string name) => map.GetValueOrDefault(name),
                (List<object> list, int position) => position < list.Count ? list[position] : null,
                _ => null,
            };
        }

        return at;
    }
}
