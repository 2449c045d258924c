using Gateway.LambdaCompat.Layers;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListLayers, each with its newest version that fits. Source: model ListLayersRequest; doc API_ListLayers.</summary>
internal sealed class ListLayers(LambdaServices services) : ILambdaOperation
{
    private const int PageMax = 50;

    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        IEnumerable<(LayerRecord Layer, LayerVersionRecord Version)> layers = services.Layers.Of(call.AccountId, call.Region)
            .Select(layer => (layer, version: layer.Versions.LastOrDefault(version => LayerWriter.Fits(version, call))))
            .Where(entry => entry.version is not null)
            .Select(entry => (entry.layer, entry.version!));
        (IReadOnlyList<(LayerRecord Layer, LayerVersionRecord Version)> page, string? next) = PageToken.Cut(layers, entry => entry.Layer.Name, call.Marker(), call.PageSize(PageMax));
        call.Json(200, json =>
        {
            json.WriteStartObject();
            if (next is not null) json.WriteString("NextMarker"u8, next);
            json.WriteStartArray("Layers"u8);
            foreach ((LayerRecord layer, LayerVersionRecord version) in page)
            {
                json.WriteStartObject();
                json.WriteString("LayerName"u8, layer.Name);
                json.WriteString("LayerArn"u8, layer.Arn);
                json.WriteStartObject("LatestMatchingVersion"u8);
                LayerWriter.WriteMembers(json, layer, version);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
