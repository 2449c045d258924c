using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>UpdateAlias. Source: model UpdateAliasRequest; doc API_UpdateAlias.</summary>
internal sealed class UpdateAlias(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        WireInput input = call.Input;
        string name = input.Required("Name");
        AliasRecord? changed = null;
        FunctionRecord after = await services.Functions.ChangeAsync(call, call.Address() with { Qualifier = null }, function =>
        {
            AliasRecord alias = function.FindAlias(name) ?? throw LambdaErrors.AliasNotFoundToUpdate($"{function.Arn}:{name}");
            Publisher.CheckRevision(input.Text("RevisionId"), alias.RevisionId);
            alias = alias with
            {
                FunctionVersion = input.Text("FunctionVersion") ?? alias.FunctionVersion,
                Description = input.Text("Description") ?? alias.Description,
                RevisionId = services.Publisher.NewRevision(),
            };
            changed = AliasRules.WithRouting(alias, input.Structure("RoutingConfig"));
            AliasRules.Check(function, changed);
            return function with { Aliases = [.. function.Aliases.Select(other => other.Name == name ? changed : other)] };
        }).ConfigureAwait(false);
        call.Json(200, json => AliasRules.Write(json, after, changed!));
    }
}
