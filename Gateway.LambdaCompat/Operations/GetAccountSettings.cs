using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Packages;

namespace Gateway.LambdaCompat.Operations;

/// <summary>GetAccountSettings: limits and use. Source: model GetAccountSettingsRequest; doc API_GetAccountSettings.</summary>
internal sealed class GetAccountSettings(LambdaServices services) : ILambdaOperation
{
    private const long TotalCodeBytes = 80_530_636_800;
    private const long ZippedBytes = 52_428_800;

    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        List<FunctionRecord> functions = [.. services.Functions.Of(call.AccountId, call.Region)];
        int concurrent = services.Options.AccountConcurrencyMax;
        call.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("AccountLimit"u8);
            json.WriteNumber("TotalCodeSize"u8, TotalCodeBytes);
            json.WriteNumber("CodeSizeUnzipped"u8, PackageUnpacker.UnzippedBytesMax);
            json.WriteNumber("CodeSizeZipped"u8, ZippedBytes);
            json.WriteNumber("ConcurrentExecutions"u8, concurrent);
            json.WriteNumber("UnreservedConcurrentExecutions"u8, concurrent - functions.Sum(function => function.ReservedConcurrency ?? 0));
            json.WriteEndObject();
            json.WriteStartObject("AccountUsage"u8);
            json.WriteNumber("TotalCodeSize"u8, functions.Sum(function => function.Versions.Sum(version => version.CodeSize) + function.Latest.CodeSize));
            json.WriteNumber("FunctionCount"u8, functions.Count);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
