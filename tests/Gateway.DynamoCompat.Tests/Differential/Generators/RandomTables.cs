using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Generators;

/// <summary>The tables of a history: two, of different keys, with indexes of every kind.</summary>
internal static class RandomTables
{
    public static IReadOnlyList<AskedTable> Next(RandomValues values)
    {
        List<AskedTable> tables = values.Some<AskedTable>([Wide, Plain, Mixed], 2, 2);
        return [.. tables.Select(table => table with { IsReplaced = values.Chance(40) })];
    }

    /// <summary>An index that can be added to a table and dropped again.</summary>
    public static AskedIndex Late { get; } = new() { Name = "late", IsGlobal = true, Partition = [new AskedKey("name", "S")], Sort = [new AskedKey("n", "N")] };

    private static AskedTable Wide { get; } = new()
    {
        Name = "wide",
        Partition = new AskedKey("pk", "S"),
        Sort = new AskedKey("sk", "N"),
        Indexes =
        [
            new AskedIndex { Name = "by-g-h", IsGlobal = true, Partition = [new AskedKey("g", "S")], Sort = [new AskedKey("h", "N")] },
            new AskedIndex { Name = "local-t", IsGlobal = false, Partition = [new AskedKey("pk", "S")], Sort = [new AskedKey("t", "S")], Projection = "KEYS_ONLY" },
            new AskedIndex { Name = "local-h", IsGlobal = false, Partition = [new AskedKey("pk", "S")], Sort = [new AskedKey("h", "N")], Projection = "INCLUDE", Included = ["n", "l"] },
        ],
    };

    private static AskedTable Plain { get; } = new()
    {
        Name = "plain",
        Partition = new AskedKey("id", "B"),
        Indexes =
        [
            new AskedIndex { Name = "by-g", IsGlobal = true, Partition = [new AskedKey("g", "S")], Projection = "KEYS_ONLY" },
            new AskedIndex
            {
                Name = "by-many", IsGlobal = true, Projection = "INCLUDE", Included = ["m"],
                Partition = [new AskedKey("g", "S"), new AskedKey("t", "S")],
                Sort = [new AskedKey("h", "N"), new AskedKey("b", "B")],
            },
        ],
    };

    private static AskedTable Mixed { get; } = new()
    {
        Name = "mixed",
        Partition = new AskedKey("pk", "N"),
        Sort = new AskedKey("sk", "S"),
        Indexes =
        [
            new AskedIndex { Name = "turned", IsGlobal = true, Partition = [new AskedKey("sk", "S")], Sort = [new AskedKey("pk", "N")] },
            new AskedIndex { Name = "local-b", IsGlobal = false, Partition = [new AskedKey("pk", "N")], Sort = [new AskedKey("b", "B")] },
        ],
    };
}
