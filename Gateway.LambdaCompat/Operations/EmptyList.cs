namespace Gateway.LambdaCompat.Operations;

/// <summary>A list of what no PoP has.</summary>
/// <param name="member">The list's name in the answer.</param>
/// <param name="check">Refuses a request that names something that is not there.</param>
internal sealed class EmptyList(string member, Action<LambdaCall>? check = null) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        check?.Invoke(call);
        call.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray(member);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        return ValueTask.CompletedTask;
    }
}
