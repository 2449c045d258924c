using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Crdt.Values;
using Gateway.LambdaCompat.EventSources;
using Gateway.LambdaCompat.Storage;

namespace Gateway.LambdaCompat.Sharing;

/// <summary>Event source mappings as they are shared. How far one has read, and how that went, is each PoP's own.</summary>
internal sealed class MappingForm(EventSourceHost host, FunctionPlaces places) : RecordForm<MappingRecord>
{
    /// <summary>The kind of these records in the system table.</summary>
    public const string KindName = "mapping";

    private const string Result = "lastProcessingResult";
    private static readonly FrozenDictionary<string, string?> Opened = new Dictionary<string, string?> { ["tags"] = null }.ToFrozenDictionary();

    public override string Kind => KindName;

    public override string Mark => "uuid";

    public override Value Of(MappingRecord record)
    {
        if (IsLocal(record.Tags)) return default;
        JsonObject json = JsonSerializer.SerializeToNode(record, RecordJson.Default.MappingRecord)!.AsObject();
        json.Remove(Result);
        return SharedForm.Of(json, Opened);
    }

    public override MappingRecord Read(MappingRecord? before, Value shared)
    {
        MappingRecord told = SharedForm.Read(shared, Opened).Deserialize(RecordJson.Default.MappingRecord)!;
        return before is null ? told : told with { LastProcessingResult = before.LastProcessingResult };
    }

    /// <summary>A mapping is where its function is, within the scope of its own tags.</summary>
    public override bool IsHeld(MappingRecord record, bool isHere) => places.Holds(record.Tags, isHere) && places.HasFunctionOf(record, isHere);

    /// <summary>Of what is written here it gets what comes from now on, if it is to begin at the end.</summary>
    public override ValueTask OnMakingAsync(MappingRecord record) => host.BeginAsync(record, "");

    public override ValueTask OnRemovedAsync(MappingRecord record) => host.ForgetAsync(record);
}
