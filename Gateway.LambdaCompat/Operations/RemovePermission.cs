using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>RemovePermission. Source: model RemovePermissionRequest; doc API_RemovePermission.</summary>
internal sealed class RemovePermission(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        string qualifier = address.Qualifier ?? "";
        await services.Functions.ChangeAsync(call.KeyOf(address), function =>
        {
            if (function?.Resolve(address.Qualifier) is null) throw LambdaErrors.NoPolicyOf(call.ArnOf(address));
            PolicyRecord policy = function.Policies.GetValueOrDefault(qualifier) ?? throw LambdaErrors.NoPolicyToRemoveFrom();
            if (call.Input.Text("RevisionId") is { } revision && revision != policy.RevisionId) throw LambdaErrors.StalePolicyRevision();
            PolicyRecord? after = PolicyRules.Remove(policy, call.Input.Required("StatementId"), services.Publisher.NewRevision());
            return function with { Policies = after is null ? function.Policies.Without(qualifier) : function.Policies.With(qualifier, after) };
        }).ConfigureAwait(false);
        call.Empty(204);
    }
}
