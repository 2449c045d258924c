using Gateway.LambdaCompat.Layers;
using Gateway.LambdaCompat.Packages;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>PublishLayerVersion. Source: model PublishLayerVersionRequest; doc API_PublishLayerVersion.</summary>
internal sealed class PublishLayerVersion(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        WireInput input = call.Input;
        LayerAddress address = LayerAddress.Of(call).Own(call);
        WireInput content = input.Structure("Content")!;
        if (!PackageReader.HasPackage(content)) throw LambdaErrors.NoCode();
        using StoredPackage package = await services.PackageReader.TakeAsync(call, content, token).ConfigureAwait(false);
        LayerVersionRecord? published = null;
        string key = address.KeyIn(call);
        long? number = await services.Counter.NextAsync(key, services.Layers.Records.Find(key), token).ConfigureAwait(false);
        LayerRecord layer = (await services.Layers.ChangeAsync(key, before =>
        {
            LayerRecord record = before ?? new LayerRecord { AccountId = call.AccountId, Region = call.Region, Name = address.Name };
            published = new LayerVersionRecord
            {
                Version = number ?? record.NextVersion,
                Description = input.Text("Description") ?? "",
                CreatedAt = services.Publisher.Now,
                CodeHash = package.Hash,
                CodeSize = package.SizeBytes,
                Runtimes = input.Texts("CompatibleRuntimes"),
                Architectures = input.Texts("CompatibleArchitectures"),
                License = input.Text("LicenseInfo"),
            };
            return record with { NextVersion = Math.Max(record.NextVersion, published.Version + 1), Versions = [.. record.Versions.Append(published).OrderBy(version => version.Version)] };
        }).ConfigureAwait(false))!;
        LayerWriter.WriteWhole(services, call, 201, layer, published!);
    }
}
