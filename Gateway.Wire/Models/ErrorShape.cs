namespace Gateway.Wire.Models;

/// <summary>An error of a service.</summary>
/// <param name="Name">As in the model, as <c>ResourceNotFoundException</c>.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="MessageName">How it spells "message".</param>
/// <param name="HasType">Whether the body says whose fault it is: <c>"Type":"User"</c>.</param>
public sealed record ErrorShape(string Name, int Status, string MessageName, bool HasType);
