using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetFunctionRecursionConfig. Source: model GetFunctionRecursionConfigRequest; doc API_GetFunctionRecursionConfig.</summary>
internal sealed class GetFunctionRecursionConfig(LambdaServices services) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        Write(call, services.Functions.Get(call, call.Address()));
        return ValueTask.CompletedTask;
    }

    internal static void Write(LambdaCall call, FunctionRecord function) => call.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("RecursiveLoop"u8, function.AllowsRecursion ? "Allow"u8 : "Terminate"u8);
        json.WriteEndObject();
    });
}
