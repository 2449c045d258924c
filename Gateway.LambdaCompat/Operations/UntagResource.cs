using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>UntagResource. Source: model UntagResourceRequest; doc API_UntagResource.</summary>
internal sealed class UntagResource(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = TagRules.AddressOf(call);
        HashSet<string> removed = [.. call.Input.Texts("TagKeys")!];
        await services.Functions.ChangeAsync(call, address, function => function with
        {
            Tags = function.Tags.Where(tag => !removed.Contains(tag.Key)).ToDictionary(StringComparer.Ordinal),
            Latest = function.Latest with { RevisionId = services.Publisher.NewRevision() },
        }).ConfigureAwait(false);
        call.Empty(204);
    }
}
