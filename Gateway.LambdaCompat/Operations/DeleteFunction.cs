using System.Globalization;
using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>DeleteFunction: a function, or one of its versions. Source: model DeleteFunctionRequest; doc API_DeleteFunction.</summary>
internal sealed class DeleteFunction(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        FunctionAddress unqualified = address with { Qualifier = null };
        if (address.Qualifier == "$LATEST") throw LambdaErrors.LatestNotDeletable();
        if (address.Qualifier is { } qualifier) await services.Functions.ChangeAsync(call, unqualified, function => WithoutVersion(function, qualifier)).ConfigureAwait(false);
        else await services.Functions.ChangeAsync(call.KeyOf(address), before => before is null ? throw LambdaErrors.FunctionMissing(call.ArnOf(address)) : null).ConfigureAwait(false);
        call.Empty(204);
    }

    private static FunctionRecord WithoutVersion(FunctionRecord function, string qualifier)
    {
        if (!int.TryParse(qualifier, NumberStyles.None, CultureInfo.InvariantCulture, out _)) throw LambdaErrors.AliasNotDeletable();
        if (function.FindVersion(qualifier) is null) return function;
        List<string> aliases = [.. function.Aliases.Where(alias => alias.FunctionVersion == qualifier || alias.AdditionalVersion == qualifier).Select(alias => alias.Name)];
        if (aliases.Count > 0) throw LambdaErrors.VersionHasAliases(string.Join(", ", aliases));
        return function with
        {
            Versions = [.. function.Versions.Where(version => version.Version != qualifier)],
            Policies = Without(function.Policies),
            EventInvokes = Without(function.EventInvokes),
            Provisioned = Without(function.Provisioned),
            RuntimeManagement = Without(function.RuntimeManagement),
            Scaling = Without(function.Scaling),
        };

        Dictionary<string, T> Without<T>(IReadOnlyDictionary<string, T> settings) =>
            settings.Where(setting => setting.Key != qualifier).ToDictionary(StringComparer.Ordinal);
    }
}
