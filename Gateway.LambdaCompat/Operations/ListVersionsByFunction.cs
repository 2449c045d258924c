using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListVersionsByFunction. Source: model ListVersionsByFunctionRequest; doc API_ListVersionsByFunction.</summary>
internal sealed class ListVersionsByFunction(LambdaServices services) : ILambdaOperation
{
    private const int PageMax = 50;

    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        FunctionRecord function = services.Functions.Get(call, call.Address() with { Qualifier = null });
        (IReadOnlyList<VersionRecord> page, string? next) = PageToken.Cut(function.Versions.Prepend(function.Latest), ListFunctions.PlaceOf, call.Marker(), call.PageSize(PageMax));
        call.Json(200, json =>
        {
            json.WriteStartObject();
            if (next is not null) json.WriteString("NextMarker"u8, next);
            json.WriteStartArray("Versions"u8);
            foreach (VersionRecord version in page)
            {
                json.WriteStartObject();
                FunctionWriter.WriteMembers(json, function, version, $"{function.Arn}:{version.Version}", StateView.None);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
