using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListFunctionEventInvokeConfigs. Source: model ListFunctionEventInvokeConfigsRequest; doc API_ListFunctionEventInvokeConfigs.</summary>
internal sealed class ListFunctionEventInvokeConfigs(LambdaServices services) : ILambdaOperation
{
    private const int PageMax = 50;

    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionRecord function = services.Functions.Find(call.AccountId, call.Region, call.Address().Name) ?? throw LambdaErrors.EventInvokeFunctionMissing();
        (IReadOnlyList<KeyValuePair<string, EventInvokeRecord>> page, string? next) =
            PageToken.Cut(function.EventInvokes.OrderBy(entry => entry.Key, StringComparer.Ordinal), entry => entry.Key, call.Marker(), call.PageSize(PageMax));
        call.Json(200, json =>
        {
            json.WriteStartObject();
            if (next is not null) json.WriteString("NextMarker"u8, next);
            json.WriteStartArray("FunctionEventInvokeConfigs"u8);
            foreach ((string qualifier, EventInvokeRecord config) in page) EventInvokeRules.Write(json, function, qualifier, config);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
