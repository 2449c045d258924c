using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>PutFunctionRecursionConfig. Source: model PutFunctionRecursionConfigRequest; doc API_PutFunctionRecursionConfig.</summary>
internal sealed class PutFunctionRecursionConfig(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        bool allows = call.Input.Text("RecursiveLoop") == "Allow";
        FunctionRecord after = await services.Functions.ChangeAsync(call, call.Address(), function => function with { AllowsRecursion = allows }).ConfigureAwait(false);
        GetFunctionRecursionConfig.Write(call, after);
    }
}
