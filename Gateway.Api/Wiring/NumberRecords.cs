using System.Globalization;
using Gateway.Api.Cluster;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Cluster;

namespace Gateway.Api.Wiring;

/// <summary>Numbers as records of the system table: kind <c>number</c>, what they are of as id. Only the central PoP writes them; the others hold them as they hold all records.</summary>
/// <remarks>Layout: docs/formats/tables.md.</remarks>
internal sealed class NumberRecords(SystemTable table) : INumberStore
{
    private const string Kind = SystemTable.NumberKind;
    private const string Last = "last";

    public async ValueTask<long> NextAsync(string kind, string key, long lowest)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lowest);
        long given = 0;
        await table.UpdateAsync(Kind, $"{kind}/{key}", record =>
        {
            given = Math.Max(LastOf(record) + 1, lowest);
            return Value.Map((Last, Value.Number(given.ToString(CultureInfo.InvariantCulture))));
        });
        return given;
    }

    private static long LastOf(Value record) =>
        record.Kind == ValueKind.Map && record.TryGetMember(Last, out Value last) && last.Kind == ValueKind.Number && long.TryParse(last.AsNumber().ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
}
