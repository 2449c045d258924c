using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Operations;

/// <summary>An operation on what no PoP has: answered with the error that AWS gives where it is not there.</summary>
internal sealed class Refusal(Func<LambdaCall, WireException> refuse) : ILambdaOperation
{
    public ValueTask RunAsync(LambdaCall call, CancellationToken token) => throw refuse(call);
}
