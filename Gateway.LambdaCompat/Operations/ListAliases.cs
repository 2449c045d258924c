using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListAliases, by name. Source: model ListAliasesRequest; doc API_ListAliases.</summary>
internal sealed class ListAliases(LambdaServices services) : ILambdaOperation
{
    private const int PageMax = 50;

    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionRecord function = services.Functions.Get(call, call.Address() with { Qualifier = null });
        string? version = call.Input.Text("FunctionVersion");
        IEnumerable<AliasRecord> aliases = function.Aliases.Where(alias => version is null || alias.FunctionVersion == version || alias.AdditionalVersion == version);
        (IReadOnlyList<AliasRecord> page, string? next) = PageToken.Cut(aliases, alias => alias.Name, call.Marker(), call.PageSize(PageMax));
        call.Json(200, json =>
        {
            json.WriteStartObject();
            if (next is not null) json.WriteString("NextMarker"u8, next);
            json.WriteStartArray("Aliases"u8);
            foreach (AliasRecord alias in page) AliasRules.Write(json, function, alias);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
