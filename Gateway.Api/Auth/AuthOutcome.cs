using Gateway.DynamoCompat;

namespace Gateway.Api.Auth;

/// <summary>Who a request comes from, or why it is refused: one of the two.</summary>
internal readonly record struct AuthOutcome(Caller? Caller, DynamoError? Refusal)
{
    public static implicit operator AuthOutcome(Caller caller) => new(caller, null);

    public static implicit operator AuthOutcome(DynamoError refusal) => new(null, refusal);
}
