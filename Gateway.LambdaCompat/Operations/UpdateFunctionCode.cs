using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Packages;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>UpdateFunctionCode. Source: model UpdateFunctionCodeRequest; doc API_UpdateFunctionCode.</summary>
internal sealed class UpdateFunctionCode(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        WireInput input = call.Input;
        FunctionAddress address = call.Address() with { Qualifier = null };
        if (input.Has("ImageUri")) throw LambdaErrors.ImagesNotOffered();
        if (!PackageReader.HasPackage(input)) throw LambdaErrors.NoCode();
        FunctionRecord before = services.Functions.Get(call, address);
        Publisher.CheckRevision(input.Text("RevisionId"), before.Latest.RevisionId);

        using StoredPackage package = await services.PackageReader.TakeAsync(call, input, token).ConfigureAwait(false);
        services.CheckSizes(package, before.Latest);
        VersionRecord Update(VersionRecord latest) => latest with
        {
            CodeHash = package.Hash,
            CodeSize = package.SizeBytes,
            Architectures = input.Texts("Architectures") is { Count: > 0 } architectures ? architectures : latest.Architectures,
        };

        if (input.Flag("DryRun") ?? false)
        {
            Write(call, before, Update(before.Latest), before.Arn, StateView.Active);
            return;
        }

        bool publishes = input.Flag("Publish") ?? false;
        long? number = publishes ? await services.Counter.NextAsync(before, token).ConfigureAwait(false) : null;
        VersionRecord? published = null;
        FunctionRecord after = await services.Functions.ChangeAsync(call, address, function =>
        {
            Publisher.CheckRevision(input.Text("RevisionId"), function.Latest.RevisionId);
            function = services.Publisher.Changed(function, Update(function.Latest));
            if (publishes) (function, published) = services.Publisher.Publish(function, null, number);
            return function;
        }).ConfigureAwait(false);

        if (published is null) Write(call, after, after.Latest with { RevisionId = services.Publisher.NewRevision() }, after.Arn, StateView.Updating);
        else Write(call, after, published, $"{after.Arn}:{published.Version}", StateView.Creating);
    }

    private static void Write(LambdaCall call, FunctionRecord function, VersionRecord version, string arn, StateView view) => call.Json(200, json =>
    {
        json.WriteStartObject();
        FunctionWriter.WriteMembers(json, function, version, arn, view);
        json.WriteEndObject();
    });
}
