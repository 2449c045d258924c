using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Cluster;
using Gateway.Replication.Membership;

namespace Gateway.Api.Wiring;

/// <summary>Members as records of the system table: kind <c>pop</c>, their names as ids.</summary>
/// <remarks>Layout: docs/formats/tables.md.</remarks>
internal sealed class MembershipRecords : IMembershipStore, IDisposable
{
    private const string Kind = SystemTable.MemberKind;
    private readonly SystemTable table;
    private readonly IDisposable subscription;

    public MembershipRecords(SystemTable table)
    {
        this.table = table;
        subscription = table.Subscribe(Kind, (_, _, _) => Changed?.Invoke());
    }

    public event Action? Changed;

    public async ValueTask PutAsync(PopInfo pop, CancellationToken token)
    {
        token.ThrowIfCancellationRequested(); // a commit that has begun is not cancelled
        await table.PutAsync(Kind, pop.Name, Value.Map(
            ("region", Value.String(pop.Region)),
            ("groups", Value.List(pop.Groups.Select(Value.String))),
            ("address", Value.String(pop.Address)),
            ("endpoint", Value.String(pop.Endpoint)),
            ("central", Value.Boolean(pop.IsCentral)),
            ("state", Value.String(NameOf(pop.State))),
            ("epoch", Value.Number(pop.Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture))),
            ("evictions", Value.Number(pop.Evictions.ToString(System.Globalization.CultureInfo.InvariantCulture))),
            ("fingerprint", Value.String(pop.Fingerprint))));
    }

    public PopInfo? Find(string name) => table.Find(Kind, name) is { } record ? Read(name, record) : null;

    public IReadOnlyList<PopInfo> All() => [.. table.All(Kind).Select(entry => Read(entry.Id, entry.Record))];

    public void Dispose() => subscription.Dispose();

    /// <summary>A member that a newer version adds is passed over; one that is missing has its default.</summary>
    private static PopInfo Read(string name, Value record) => new()
    {
        Name = name,
        Region = TextIn(record, "region"),
        Groups = record.TryGetMember("groups", out Value groups) && groups.Kind == ValueKind.List ? [.. TextsIn(groups)] : [],
        Address = TextIn(record, "address"),
        Endpoint = TextIn(record, "endpoint"),
        IsCentral = record.TryGetMember("central", out Value central) && central.Kind == ValueKind.Boolean && central.AsBoolean(),
        State = StateNamed(TextIn(record, "state")),
        Epoch = record.TryGetMember("epoch", out Value epoch) && epoch.Kind == ValueKind.Number && long.TryParse(epoch.AsNumber().ToString(), out long number) ? number : 1,
        Evictions = record.TryGetMember("evictions", out Value evictions) && evictions.Kind == ValueKind.Number && uint.TryParse(evictions.AsNumber().ToString(), out uint times) ? times : 0,
        Fingerprint = TextIn(record, "fingerprint"),
    };

    private static string TextIn(Value record, string member) => record.TryGetMember(member, out Value text) && text.Kind == ValueKind.String ? text.AsString() : "";

    private static List<string> TextsIn(Value list)
    {
        List<string> texts = [];
        foreach (ValueEntry entry in list) if (entry.Value.Kind == ValueKind.String) texts.Add(entry.Value.AsString());
        return texts;
    }

    private static string NameOf(PopState state) => state switch { PopState.Joining => "joining", PopState.Active => "active", PopState.Leaving => "leaving", _ => "evicted" };

    private static PopState StateNamed(string name) => name switch { "joining" => PopState.Joining, "leaving" => PopState.Leaving, "evicted" => PopState.Evicted, _ => PopState.Active };
}
