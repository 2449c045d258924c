using System.Text.Json;

namespace Gateway.LambdaCompat.Http.Authorizers;

/// <summary>Whether a request may pass.</summary>
/// <param name="Error">Why not; null if it may.</param>
/// <param name="Context">Writes the member <c>authorizer</c> of the event; null for none.</param>
/// <param name="Caller">Who signed, if that was asked for.</param>
internal sealed record Admission(FrontError? Error, Action<Utf8JsonWriter>? Context = null, SignedCaller? Caller = null)
{
    /// <summary>Nobody asked.</summary>
    public static Admission Open { get; } = new((FrontError?)null);
}
