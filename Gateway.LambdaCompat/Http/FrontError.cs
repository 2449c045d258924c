namespace Gateway.LambdaCompat.Http;

/// <summary>An error of the front itself, as API Gateway and function URLs tell it.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Message">Of the body; null for JSON's null.</param>
/// <param name="ErrorType">For <c>x-amzn-ErrorType</c>; null for none.</param>
/// <param name="GatewayType">Which gateway response of a REST API it is, as <c>UNAUTHORIZED</c>.</param>
internal sealed record FrontError(int Status, string? Message, string? ErrorType, string GatewayType)
{
    /// <summary>How the body spells "message".</summary>
    public string MessageName { get; init; } = "message";

    /// <summary>The body is the message alone, without JSON around it.</summary>
    public bool IsBare { get; init; }
}
