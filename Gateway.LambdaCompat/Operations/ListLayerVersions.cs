using System.Globalization;
using Gateway.LambdaCompat.Layers;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListLayerVersions, the newest first; nothing of a layer that is not there. Source: model ListLayerVersionsRequest; doc API_ListLayerVersions.</summary>
internal sealed class ListLayerVersions(LambdaServices services) : ILambdaOperation
{
    private const int PageMax = 50;

    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        LayerAddress address = LayerAddress.Of(call).Own(call);
        LayerRecord? layer = services.Layers.Find(address.AccountId, call.Region, address.Name);
        IEnumerable<LayerVersionRecord> versions = (layer?.Versions ?? []).Reverse().Where(version => LayerWriter.Fits(version, call));
        (IReadOnlyList<LayerVersionRecord> page, string? next) =
            PageToken.Cut(versions, version => (long.MaxValue - version.Version).ToString("D20", CultureInfo.InvariantCulture), call.Marker(), call.PageSize(PageMax));
        call.Json(200, json =>
        {
            json.WriteStartObject();
            if (next is not null) json.WriteString("NextMarker"u8, next);
            json.WriteStartArray("LayerVersions"u8);
            foreach (LayerVersionRecord version in page)
            {
                json.WriteStartObject();
                LayerWriter.WriteMembers(json, layer!, version);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
