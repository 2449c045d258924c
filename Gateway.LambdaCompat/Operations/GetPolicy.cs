using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetPolicy. Source: model GetPolicyRequest; doc API_GetPolicy.</summary>
internal sealed class GetPolicy(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionAddress address = call.QualifiedAddress();
        PolicyRecord policy = services.Functions.Find(call.AccountId, call.Region, address.Name)?.Policies.GetValueOrDefault(address.Qualifier ?? "") ?? throw LambdaErrors.ResourceMissing();
        call.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("Policy"u8, PolicyRules.Print(policy));
            json.WriteString("RevisionId"u8, policy.RevisionId);
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
