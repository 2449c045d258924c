using System.Globalization;
using Gateway.LambdaCompat.Storage;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.LambdaCompat.Layers;

/// <summary>All layers of all accounts and regions.</summary>
internal sealed class LayerCatalog
{
    private readonly RecordStore<LayerRecord> records;

    private LayerCatalog(RecordStore<LayerRecord> records) => this.records = records;

    public IEnumerable<LayerRecord> All => records.All;

    /// <summary>The records themselves, for what shares them with other PoPs.</summary>
    public RecordStore<LayerRecord> Records => records;

    public static LayerCatalog Open(IKeyValueStore store, CommitLoop commits) => new(RecordStore<LayerRecord>.Open(store, commits, RecordKinds.Layer, RecordJson.Default.LayerRecord));

    public LayerRecord? Find(string accountId, string region, string name) => records.Find(LayerRecord.KeyOf(accountId, region, name));

    /// <summary>Those of an account in a region, in the order of names.</summary>
    public IEnumerable<LayerRecord> Of(string accountId, string region) =>
        All.Where(layer => layer.AccountId == accountId && layer.Region == region).OrderBy(layer => layer.Name, StringComparer.Ordinal);

    /// <summary>The version of an ARN, if the caller may use it: their own, or one whose policy lets them.</summary>
    public LayerVersionRecord? FindByVersionArn(string arn, string accountId, string region)
    {
        // arn:aws:lambda:REGION:ACCOUNT:layer:NAME:VERSION
        string[] parts = arn.Split(':');
        if (parts.Length != 8 || parts[3] != region || !long.TryParse(parts[7], NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return null;
        LayerVersionRecord? version = Find(parts[4], region, parts[6])?.FindVersion(number);
        if (version is null || parts[4] == accountId) return version;
        return version.Policy?.Statements.Any(statement => statement.Principal == "*" || statement.Principal.Contains(accountId, StringComparison.Ordinal)) == true ? version : null;
    }

    public ValueTask<LayerRecord?> ChangeAsync(string key, Func<LayerRecord?, LayerRecord?> change) => records.ChangeAsync(key, change);
}
