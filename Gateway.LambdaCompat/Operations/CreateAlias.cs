using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>CreateAlias. Source: model CreateAliasRequest; doc API_CreateAlias.</summary>
internal sealed class CreateAlias(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        WireInput input = call.Input;
        AliasRecord alias = AliasRules.WithRouting(
            new AliasRecord
            {
                Name = input.Required("Name"),
                FunctionVersion = input.Required("FunctionVersion"),
                Description = input.Text("Description") ?? "",
                RevisionId = services.Publisher.NewRevision(),
            },
            input.Structure("RoutingConfig"));
        FunctionRecord after = await services.Functions.ChangeAsync(call, call.Address() with { Qualifier = null }, function =>
        {
            AliasRules.Check(function, alias);
            if (function.FindAlias(alias.Name) is not null) throw LambdaErrors.AliasExists($"{function.Arn}:{alias.Name}");
            return function with { Aliases = [.. function.Aliases.Append(alias).OrderBy(other => other.Name, StringComparer.Ordinal)] };
        }).ConfigureAwait(false);
        call.Json(201, json => AliasRules.Write(json, after, alias));
    }
}
