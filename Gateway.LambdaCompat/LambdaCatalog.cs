using System.Collections.Frozen;
using Gateway.LambdaCompat.Operations;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat;

/// <summary>The operations by the names of the model: each works, or is refused with AWS's error.</summary>
internal sealed class LambdaCatalog
{
    private readonly FrozenDictionary<string, ILambdaOperation> operations;

    public LambdaCatalog(LambdaServices services)
    {
        Dictionary<string, ILambdaOperation> all = new(StringComparer.Ordinal)
        {
            ["CreateFunction"] = new CreateFunction(services),
            ["UpdateFunctionCode"] = new UpdateFunctionCode(services),
            ["UpdateFunctionConfiguration"] = new UpdateFunctionConfiguration(services),
            ["GetFunction"] = new GetFunction(services),
            ["GetFunctionConfiguration"] = new GetFunctionConfiguration(services),
            ["DeleteFunction"] = new DeleteFunction(services),
            ["ListFunctions"] = new ListFunctions(services),
            ["PublishVersion"] = new PublishVersion(services),
            ["ListVersionsByFunction"] = new ListVersionsByFunction(services),
            ["CreateAlias"] = new CreateAlias(services),
            ["UpdateAlias"] = new UpdateAlias(services),
            ["GetAlias"] = new GetAlias(services),
            ["DeleteAlias"] = new DeleteAlias(services),
            ["ListAliases"] = new ListAliases(services),
            ["AddPermission"] = new AddPermission(services),
            ["GetPolicy"] = new GetPolicy(services),
            ["RemovePermission"] = new RemovePermission(services),
            ["TagResource"] = new TagResource(services),
            ["UntagResource"] = new UntagResource(services),
            ["ListTags"] = new ListTags(services),
            ["PutFunctionConcurrency"] = new PutFunctionConcurrency(services),
            ["GetFunctionConcurrency"] = new GetFunctionConcurrency(services),
            ["DeleteFunctionConcurrency"] = new DeleteFunctionConcurrency(services),
            ["PutProvisionedConcurrencyConfig"] = new PutProvisionedConcurrencyConfig(services),
            ["GetProvisionedConcurrencyConfig"] = new GetProvisionedConcurrencyConfig(services),
            ["DeleteProvisionedConcurrencyConfig"] = new DeleteProvisionedConcurrencyConfig(services),
            ["ListProvisionedConcurrencyConfigs"] = new ListProvisionedConcurrencyConfigs(services),
            ["PutFunctionEventInvokeConfig"] = new PutFunctionEventInvokeConfig(services),
            ["UpdateFunctionEventInvokeConfig"] = new UpdateFunctionEventInvokeConfig(services),
            ["GetFunctionEventInvokeConfig"] = new GetFunctionEventInvokeConfig(services),
            ["DeleteFunctionEventInvokeConfig"] = new DeleteFunctionEventInvokeConfig(services),
            ["ListFunctionEventInvokeConfigs"] = new ListFunctionEventInvokeConfigs(services),
            ["CreateFunctionUrlConfig"] = new CreateFunctionUrlConfig(services),
            ["UpdateFunctionUrlConfig"] = new UpdateFunctionUrlConfig(services),
            ["GetFunctionUrlConfig"] = new GetFunctionUrlConfig(services),
            ["DeleteFunctionUrlConfig"] = new DeleteFunctionUrlConfig(services),
            ["ListFunctionUrlConfigs"] = new ListFunctionUrlConfigs(services),
            ["PublishLayerVersion"] = new PublishLayerVersion(services),
            ["GetLayerVersion"] = new GetLayerVersion(services),
            ["GetLayerVersionByArn"] = new GetLayerVersionByArn(services),
            ["DeleteLayerVersion"] = new DeleteLayerVersion(services),
            ["ListLayers"] = new ListLayers(services),
            ["ListLayerVersions"] = new ListLayerVersions(services),
            ["AddLayerVersionPermission"] = new AddLayerVersionPermission(services),
            ["RemoveLayerVersionPermission"] = new RemoveLayerVersionPermission(services),
            ["GetLayerVersionPolicy"] = new GetLayerVersionPolicy(services),
            ["CreateEventSourceMapping"] = new CreateEventSourceMapping(services),
            ["UpdateEventSourceMapping"] = new UpdateEventSourceMapping(services),
            ["GetEventSourceMapping"] = new GetEventSourceMapping(services),
            ["DeleteEventSourceMapping"] = new DeleteEventSourceMapping(services),
            ["ListEventSourceMappings"] = new ListEventSourceMappings(services),
            ["Invoke"] = new Invoke(services),
            ["InvokeAsync"] = new InvokeAsync(services),
            ["InvokeWithResponseStream"] = new InvokeWithResponseStream(services),
            ["GetAccountSettings"] = new GetAccountSettings(services),
            ["GetFunctionRecursionConfig"] = new GetFunctionRecursionConfig(services),
            ["PutFunctionRecursionConfig"] = new PutFunctionRecursionConfig(services),
            ["GetRuntimeManagementConfig"] = new GetRuntimeManagementConfig(services),
            ["PutRuntimeManagementConfig"] = new PutRuntimeManagementConfig(services),
            ["GetFunctionScalingConfig"] = new GetFunctionScalingConfig(services),
            ["PutFunctionScalingConfig"] = new PutFunctionScalingConfig(services),
            ["GetFunctionCodeSigningConfig"] = new GetFunctionCodeSigningConfig(services),
            ["DeleteFunctionCodeSigningConfig"] = new DeleteFunctionCodeSigningConfig(services),
            ["ListCodeSigningConfigs"] = new EmptyList("CodeSigningConfigs"),
            ["ListCapacityProviders"] = new EmptyList("CapacityProviders"),
            ["ListDurableExecutionsByFunction"] = new EmptyList("DurableExecutions", call => services.Functions.Get(call, call.Address())),
        };
        foreach ((string name, Func<LambdaCall, WireException> refuse) in Refusals) all.Add(name, new Refusal(refuse));
        operations = all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What no PoP has: signed code, capacity providers, durable executions.</summary>
    internal static Dictionary<string, Func<LambdaCall, WireException>> Refusals { get; } = new(StringComparer.Ordinal)
    {
        ["CreateCodeSigningConfig"] = _ => LambdaErrors.NotOffered("Code signing"),
        ["GetCodeSigningConfig"] = SigningMissing,
        ["UpdateCodeSigningConfig"] = SigningMissing,
        ["DeleteCodeSigningConfig"] = SigningMissing,
        ["ListFunctionsByCodeSigningConfig"] = SigningMissing,
        ["PutFunctionCodeSigningConfig"] = SigningMissing,
        ["CreateCapacityProvider"] = _ => LambdaErrors.NotOffered("Capacity providers"),
        ["GetCapacityProvider"] = _ => LambdaErrors.CapacityProviderMissing(),
        ["UpdateCapacityProvider"] = _ => LambdaErrors.CapacityProviderMissing(),
        ["DeleteCapacityProvider"] = _ => LambdaErrors.CapacityProviderMissing(),
        ["ListFunctionVersionsByCapacityProvider"] = _ => LambdaErrors.CapacityProviderMissing(),
        ["CheckpointDurableExecution"] = ExecutionMissing,
        ["GetDurableExecution"] = ExecutionMissing,
        ["GetDurableExecutionHistory"] = ExecutionMissing,
        ["GetDurableExecutionState"] = ExecutionMissing,
        ["StopDurableExecution"] = ExecutionMissing,
        ["SendDurableExecutionCallbackFailure"] = _ => LambdaErrors.ResourceMissing(),
        ["SendDurableExecutionCallbackHeartbeat"] = _ => LambdaErrors.ResourceMissing(),
        ["SendDurableExecutionCallbackSuccess"] = _ => LambdaErrors.ResourceMissing(),
    };

    /// <summary>The names of all operations.</summary>
    public IEnumerable<string> Names => operations.Keys;

    /// <summary>An operation; null if there is none of that name.</summary>
    public ILambdaOperation? Find(string name) => operations.GetValueOrDefault(name);

    /// <summary>True if an operation changes what all PoPs share.</summary>
    public static bool Changes(string name) => !name.StartsWith("Get", StringComparison.Ordinal) && !name.StartsWith("List", StringComparison.Ordinal) && !name.StartsWith("Invoke", StringComparison.Ordinal);

    private static WireException SigningMissing(LambdaCall call) => LambdaErrors.CodeSigningMissing(call.Input.Required("CodeSigningConfigArn"));

    private static WireException ExecutionMissing(LambdaCall call) => LambdaErrors.DurableExecutionMissing(call.Input.Required("DurableExecutionArn"));
}
