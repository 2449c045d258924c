using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.LambdaCompat.Layers;
using Gateway.LambdaCompat.Storage;

namespace Gateway.LambdaCompat.Sharing;

/// <summary>Layers as they are shared: each version is one member.</summary>
internal sealed class LayerForm : RecordForm<LayerRecord>
{
    /// <summary>The kind of these records in the system table.</summary>
    public const string KindName = "layer";

    private static readonly FrozenDictionary<string, string?> Opened = new Dictionary<string, string?> { ["versions"] = "version" }.ToFrozenDictionary();

    public override string Kind => KindName;

    public override string Mark => "name";

    public override Value Of(LayerRecord record) => SharedForm.Of(JsonSerializer.SerializeToNode(record, RecordJson.Default.LayerRecord)!.AsObject(), Opened);

    public override LayerRecord Read(LayerRecord? before, Value shared)
    {
        LayerRecord told = SharedForm.Read(shared, Opened).Deserialize(RecordJson.Default.LayerRecord)!;
        LayerVersionRecord[] versions = [.. told.Versions.OrderBy(version => version.Version)];
        return told with { Versions = versions, NextVersion = Math.Max(told.NextVersion, versions.Length == 0 ? 1 : versions[^1].Version + 1) };
    }

    public override IEnumerable<(string Hash, long Size)> PackagesOf(LayerRecord record) => record.Versions.Select(version => (version.CodeHash, version.CodeSize));
}
