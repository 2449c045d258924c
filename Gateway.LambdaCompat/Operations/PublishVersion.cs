using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>PublishVersion. Source: model PublishVersionRequest; doc API_PublishVersion.</summary>
internal sealed class PublishVersion(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.Address() with { Qualifier = null };
        VersionRecord? published = null;
        FunctionRecord before = services.Functions.Get(call, address);
        Check(call, before);
        bool isNew = Publisher.PublishedOf(before) is null;
        long? number = isNew ? await services.Counter.NextAsync(before, token).ConfigureAwait(false) : null;
        FunctionRecord after = await services.Functions.ChangeAsync(call, address, function =>
        {
            Check(call, function);
            if (!isNew && Publisher.PublishedOf(function) is null) throw LambdaErrors.UpdateInProgress(function.Arn); // changed since it was asked whether a number is needed
            (function, published) = services.Publisher.Publish(function, call.Input.Text("Description") is { Length: > 0 } description ? description : null, number);
            return function;
        }).ConfigureAwait(false);

        call.Json(201, json =>
        {
            json.WriteStartObject();
            FunctionWriter.WriteMembers(json, after, published!, $"{after.Arn}:{published!.Version}", StateView.Active);
            json.WriteEndObject();
        });
    }

    private static void Check(LambdaCall call, FunctionRecord function)
    {
        Publisher.CheckRevision(call.Input.Text("RevisionId"), function.Latest.RevisionId);
        if (call.Input.Text("CodeSha256") is { Length: > 0 } sha && sha != function.Latest.CodeSha256) throw LambdaErrors.WrongSha(sha, function.Latest.CodeSha256);
    }
}
