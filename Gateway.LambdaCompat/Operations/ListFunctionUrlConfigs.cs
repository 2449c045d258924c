using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListFunctionUrlConfigs. Source: model ListFunctionUrlConfigsRequest; doc API_ListFunctionUrlConfigs.</summary>
internal sealed class ListFunctionUrlConfigs(LambdaServices services) : ILambdaOperation
{
    private const int PageMax = 50;

    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionRecord function = services.Functions.Find(call.AccountId, call.Region, call.Address().Name) ?? throw LambdaErrors.UrlFunctionMissing();
        (IReadOnlyList<KeyValuePair<string, UrlRecord>> page, string? next) =
            PageToken.Cut(function.Urls.OrderBy(entry => entry.Key, StringComparer.Ordinal), entry => entry.Key, call.Marker(), call.PageSize(PageMax));
        call.Json(200, json =>
        {
            json.WriteStartObject();
            if (next is not null) json.WriteString("NextMarker"u8, next);
            json.WriteStartArray("FunctionUrlConfigs"u8);
            foreach ((string key, UrlRecord url) in page) UrlRules.Write(json, function, key, url);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
