using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>DeleteAlias: well also when there is none. Source: model DeleteAliasRequest; doc API_DeleteAlias.</summary>
internal sealed class DeleteAlias(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        string name = call.Input.Required("Name");
        FunctionAddress address = call.Address() with { Qualifier = null };
        await services.Functions.ChangeAsync(call.KeyOf(address), function => function?.FindAlias(name) is null ? function : Without(function, name)).ConfigureAwait(false);
        call.Empty(204);
    }

    private static FunctionRecord Without(FunctionRecord function, string name)
    {
        return function with
        {
            Aliases = [.. function.Aliases.Where(alias => alias.Name != name)],
            Policies = Rest(function.Policies),
            EventInvokes = Rest(function.EventInvokes),
            Provisioned = Rest(function.Provisioned),
            Urls = Rest(function.Urls),
        };

        Dictionary<string, T> Rest<T>(IReadOnlyDictionary<string, T> settings) => settings.Where(setting => setting.Key != name).ToDictionary(StringComparer.Ordinal);
    }
}
