using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetAlias. Source: model GetAliasRequest; doc API_GetAlias.</summary>
internal sealed class GetAlias(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.Address() with { Qualifier = null };
        string name = call.Input.Required("Name");
        FunctionRecord? function = services.Functions.Find(call.AccountId, call.Region, address.Name);
        AliasRecord alias = function?.FindAlias(name) ?? throw LambdaErrors.AliasNotFoundToGet(call.ArnOf(address with { Qualifier = name }));
        call.Json(200, json => AliasRules.Write(json, function, alias));
        return ValueTask.CompletedTask;
    }
}
