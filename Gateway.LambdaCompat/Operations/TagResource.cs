using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>TagResource. Source: model TagResourceRequest; doc API_TagResource.</summary>
internal sealed class TagResource(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        OrderedDictionary<string, string> added = call.Input.TextMap("Tags")!;
        if (added.Count == 0) throw LambdaErrors.NoTags();
        if (TagRules.MappingOf(call, services.Mappings) is { } mapping)
        {
            await services.Mappings.ChangeAsync(mapping.Key, now => now is null ? null : now with { Tags = TagRules.With(now.Tags, added) }).ConfigureAwait(false);
            call.Empty(204);
            return;
        }

        FunctionAddress address = TagRules.AddressOf(call);
        await services.Functions.ChangeAsync(call, address, function =>
            function with { Tags = TagRules.With(function.Tags, added), Latest = function.Latest with { RevisionId = services.Publisher.NewRevision() } }).ConfigureAwait(false);
        call.Empty(204);
    }
}
