using System.Globalization;
using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat.Cluster;

/// <summary>
/// What all PoPs know of one table name: which table bears it, how often one was deleted, and the shared settings by table id. Settings of two tables that
/// were made at once with different keys never mix, and those of a deleted table never reach the next one.
/// </summary>
/// <param name="Current">The table of this name; null if there is none.</param>
/// <param name="Deletions">How many tables of this name each replica has deleted.</param>
/// <param name="Settings">By table id.</param>
internal sealed record TableRecord(TableIdentity? Current, IReadOnlyDictionary<string, long> Deletions, IReadOnlyDictionary<string, Value> Settings)
{
    /// <summary>The kind of these records in the system table.</summary>
    public const string Kind = "table";

    private const string CurrentMember = "current";
    private const string DeletionsMember = "deletions";
    private const char Divider = '/';

    public static TableRecord Empty { get; } = new(null, new Dictionary<string, long>(), new Dictionary<string, Value>());

    /// <summary>How often a table of this name was deleted.</summary>
    public long Generation => Deletions.Values.Sum();

    /// <summary>A record's id.</summary>
    public static string IdOf(string accountId, string region, string name) => $"{accountId}/{region}/{name}";

    /// <summary>Takes an id apart.</summary>
    public static (string AccountId, string Region, string Name) ReadId(string id)
    {
        string[] parts = id.Split('/', 3);
        return parts.Length == 3 ? (parts[0], parts[1], parts[2]) : throw new FormatException($"'{id}' is no id of a table's record.");
    }

    /// <summary>Reads a record; what does not fit is taken for nothing.</summary>
    public static TableRecord Read(Value record)
    {
        if (record.Kind != ValueKind.Map) return Empty;
        TableIdentity? current = null;
        Dictionary<string, long> deletions = [];
        Dictionary<string, List<KeyValuePair<string, Value>>> settings = [];
        foreach (ValueEntry member in record)
        {
            string name = member.Name;
            int divider = name.IndexOf(Divider, StringComparison.Ordinal);
            if (name == CurrentMember && member.Value.Kind == ValueKind.String) current = TableIdentity.Read(member.Value.AsString());
            if (divider < 0) continue;
            (string first, string rest) = (name[..divider], name[(divider + 1)..]);
            if (first != DeletionsMember)
            {
                if (!settings.TryGetValue(first, out List<KeyValuePair<string, Value>>? list)) settings[first] = list = [];
                list.Add(new(rest, member.Value));
            }
            else if (member.Value.Kind == ValueKind.Number && member.Value.AsNumber().TryToInt64(out long number))
            {
                deletions[rest] = number;
            }
        }

        return new TableRecord(current, deletions, settings.ToDictionary(table => table.Key, table => Value.Map(table.Value)));
    }

    /// <summary>The record as a value: all in one level, because two PoPs that make a record at once keep the members of both, and of no map inside it.</summary>
    /// <param name="known">The value that the record was read from; none if there was none. Members that only a newer program knows stay as they were.</param>
    public Value Over(Value known)
    {
        Dictionary<string, Value> members = [];
        if (known.Kind == ValueKind.Map)
        {
            foreach (ValueEntry member in known)
            {
                if (member.Name != CurrentMember && !member.Name.Contains(Divider, StringComparison.Ordinal)) members[member.Name] = member.Value;
            }
        }

        if (Current is not null) members[CurrentMember] = Value.String(Current.ToText());
        foreach ((string by, long count) in Deletions) members[$"{DeletionsMember}{Divider}{by}"] = Value.Number(count.ToString(CultureInfo.InvariantCulture));
        foreach ((string table, Value settings) in Settings)
        {
            foreach (ValueEntry member in settings) members[$"{table}{Divider}{member.Name}"] = member.Value;
        }

        return Value.Map(members);
    }

    /// <summary>True if a table of this id is known and not deleted, whether or not it bears the name.</summary>
    public bool Has(string tableId) => Settings.TryGetValue(tableId, out Value settings) && !settings[SharedForm.Created].IsNone;

    /// <summary>With a table that was made here.</summary>
    public TableRecord Create(TableIdentity table, Value settings) =>
        this with { Current = Current ?? table, Settings = With(Settings, table.TableId, ThreeWayMerge.Merge(default, settings, Settings.GetValueOrDefault(table.TableId))) };

    /// <summary>With a change that was made here; the same if the table is gone.</summary>
    /// <param name="tableId">The table.</param>
    /// <param name="before">Its settings before the change.</param>
    /// <param name="after">Its settings now.</param>
    public TableRecord Change(string tableId, Value before, Value after) =>
        Has(tableId) ? this with { Settings = With(Settings, tableId, ThreeWayMerge.Merge(before, after, Settings[tableId])) } : this;

    /// <summary>Without a table that was deleted here.</summary>
    /// <param name="tableId">The table.</param>
    /// <param name="replica">Who counts.</param>
    public TableRecord Delete(string tableId, string replica)
    {
        bool isCurrent = Current?.TableId == tableId;
        if (!isCurrent && !Settings.ContainsKey(tableId)) return this;
        return new TableRecord(
            isCurrent ? null : Current,
            With(Deletions, replica, Deletions.GetValueOrDefault(replica) + 1),
            Settings.Where(one => one.Key != tableId).ToDictionary());
    }

    private static Dictionary<string, T> With<T>(IReadOnlyDictionary<string, T> map, string key, T value) => new(map) { [key] = value };
}
