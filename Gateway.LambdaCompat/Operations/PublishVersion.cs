using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>PublishVersion. Source: model PublishVersionRequest; doc API_PublishVersion.</summary>
internal sealed class PublishVersion(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.Address() with { Qualifier = null };
        VersionRecord? published = null;
        FunctionRecord after = await services.Functions.ChangeAsync(call, address, function =>
        {
            Publisher.CheckRevision(call.Input.Text("RevisionId"), function.Latest.RevisionId);
            if (call.Input.Text("CodeSha256") is { Length: > 0 } sha && sha != function.Latest.CodeSha256) throw LambdaErrors.WrongSha(sha, function.Latest.CodeSha256);
            (function, published) = services.Publisher.Publish(function, call.Input.Text("Description") is { Length: > 0 } description ? description : null);
            return function;
        }).ConfigureAwait(false);

        call.Json(201, json =>
        {
            json.WriteStartObject();
            FunctionWriter.WriteMembers(json, after, published!, $"{after.Arn}:{published!.Version}", StateView.Active);
            json.WriteEndObject();
        });
    }
}
