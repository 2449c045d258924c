using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>AddPermission: a policy belongs to the qualifier. Source: model AddPermissionRequest; doc API_AddPermission.</summary>
internal sealed class AddPermission(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        if (address.Qualifier == "$LATEST") throw LambdaErrors.PolicyOfLatest();
        string qualifier = address.Qualifier ?? "";
        PolicyStatement statement = PolicyRules.Make(call.Input, call.ArnOf(address));
        await services.Functions.ChangeAsync(call, address, function =>
        {
            if (function.Resolve(address.Qualifier) is null) throw LambdaErrors.FunctionMissing(call.ArnOf(address));
            PolicyRecord? policy = function.Policies.GetValueOrDefault(qualifier);
            if (call.Input.Text("RevisionId") is { } revision && revision != (policy?.RevisionId ?? function.Latest.RevisionId)) throw LambdaErrors.StalePolicyRevision();
            PolicyRecord after = PolicyRules.Add(policy, statement, services.Publisher.NewRevision());
            return function with { Policies = function.Policies.With(qualifier, after) };
        }).ConfigureAwait(false);
        call.Json(201, json =>
        {
            json.WriteStartObject();
            json.WriteString("Statement"u8, statement.Json);
            json.WriteEndObject();
        });
    }
}
