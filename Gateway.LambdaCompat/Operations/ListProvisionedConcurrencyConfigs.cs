using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListProvisionedConcurrencyConfigs. Source: model ListProvisionedConcurrencyConfigsRequest; doc API_ListProvisionedConcurrencyConfigs.</summary>
internal sealed class ListProvisionedConcurrencyConfigs(LambdaServices services) : ILambdaOperation
{
    private const int PageMax = 50;

    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionRecord function = services.Functions.Get(call, call.Address() with { Qualifier = null });
        (IReadOnlyList<KeyValuePair<string, ProvisionedRecord>> page, string? next) =
            PageToken.Cut(function.Provisioned.OrderBy(entry => entry.Key, StringComparer.Ordinal), entry => entry.Key, call.Marker(), call.PageSize(PageMax));
        call.Json(200, json =>
        {
            json.WriteStartObject();
            if (next is not null) json.WriteString("NextMarker"u8, next);
            json.WriteStartArray("ProvisionedConcurrencyConfigs"u8);
            foreach ((string qualifier, ProvisionedRecord provisioned) in page)
            {
                json.WriteStartObject();
                json.WriteString("FunctionArn"u8, $"{function.Arn}:{qualifier}");
                ProvisionedRules.WriteMembers(json, provisioned);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
