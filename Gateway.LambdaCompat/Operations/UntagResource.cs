using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>UntagResource. Source: model UntagResourceRequest; doc API_UntagResource.</summary>
internal sealed class UntagResource(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        HashSet<string> removed = [.. call.Input.Texts("TagKeys")!];
        if (TagRules.MappingOf(call, services.Mappings) is { } mapping)
        {
            await services.Mappings.ChangeAsync(mapping.Key, now => now is null ? null : now with { Tags = TagRules.Without(now.Tags, removed) }).ConfigureAwait(false);
            call.Empty(204);
            return;
        }

        FunctionAddress address = TagRules.AddressOf(call);
        await services.Functions.ChangeAsync(call, address, function => function with
        {
            Tags = TagRules.Without(function.Tags, removed),
            Latest = function.Latest with { RevisionId = services.Publisher.NewRevision() },
        }).ConfigureAwait(false);
        call.Empty(204);
    }
}
