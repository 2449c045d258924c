namespace Gateway.DynamoCompat.Replication;

/// <summary>Names of tables as numbers are told by: not more than some hundred, however many tables there are. Tables of one name in several accounts are one.</summary>
public static class TableLabels
{
    /// <summary>What all PoPs have to know: it is in no table that has a name.</summary>
    public const string Records = "(records)";

    /// <summary>All tables beyond <see cref="Max"/>.</summary>
    public const string Others = "(other)";

    /// <summary>So many have numbers of their own.</summary>
    public const int Max = 200;

    internal static string Of(Tables.TableSchema table) => table.Name.Length == 0 ? Records : table.Name;
}
