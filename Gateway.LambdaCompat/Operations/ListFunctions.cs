using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>ListFunctions. Source: model ListFunctionsRequest; doc API_ListFunctions (at most 50 a page).</summary>
internal sealed class ListFunctions(LambdaServices services) : ILambdaOperation
{
    private const int PageMax = 50;

    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        bool listsAll = call.Input.Text("FunctionVersion") == "ALL";
        IEnumerable<(FunctionRecord Function, VersionRecord Version)> entries = services.Functions.Of(call.AccountId, call.Region)
            .SelectMany(function => listsAll ? function.Versions.Prepend(function.Latest).Select(version => (function, version)) : [(function, function.Latest)]);

        (IReadOnlyList<(FunctionRecord Function, VersionRecord Version)> page, string? next) =
            PageToken.Cut(entries, entry => $"{entry.Function.Name}\u0001{PlaceOf(entry.Version)}", call.Marker(), call.PageSize(PageMax));
        call.Json(200, json =>
        {
            json.WriteStartObject();
            if (next is not null) json.WriteString("NextMarker"u8, next);
            json.WriteStartArray("Functions"u8);
            foreach ((FunctionRecord function, VersionRecord version) in page)
            {
                json.WriteStartObject();
                FunctionWriter.WriteMembers(json, function, version, listsAll ? $"{function.Arn}:{version.Version}" : function.Arn, StateView.None);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }

    /// <summary>Orders versions: <c>$LATEST</c> first, then by number.</summary>
    internal static string PlaceOf(VersionRecord version) => version.Version == "$LATEST" ? "0" : version.Version.PadLeft(12, '0');
}
