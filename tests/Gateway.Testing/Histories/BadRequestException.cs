namespace Gateway.Testing.Histories;

/// <summary>DynamoDB would refuse the request: it does not fit the item.</summary>
public sealed class BadRequestException : Exception;
