namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A key attribute: its name and its type, S, N or B.</summary>
internal sealed record AskedKey(string Name, string Type);
