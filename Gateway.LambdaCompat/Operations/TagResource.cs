using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>TagResource. Source: model TagResourceRequest; doc API_TagResource.</summary>
internal sealed class TagResource(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = TagRules.AddressOf(call);
        OrderedDictionary<string, string> added = call.Input.TextMap("Tags")!;
        if (added.Count == 0) throw LambdaErrors.NoTags();
        await services.Functions.ChangeAsync(call, address, function =>
        {
            Dictionary<string, string> tags = new(function.Tags, StringComparer.Ordinal);
            foreach ((string name, string value) in added) tags[name] = value;
            if (tags.Count > TagRules.TagsMax) throw LambdaErrors.TooManyTags();
            return function with { Tags = tags, Latest = function.Latest with { RevisionId = services.Publisher.NewRevision() } };
        }).ConfigureAwait(false);
        call.Empty(204);
    }
}
