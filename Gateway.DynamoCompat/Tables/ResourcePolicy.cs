namespace Gateway.DynamoCompat.Tables;

/// <summary>A policy of a table or of its stream: stored and described, not enforced.</summary>
/// <param name="Document">As it was given.</param>
/// <param name="RevisionId">Another one for another document.</param>
internal sealed record ResourcePolicy(string Document, string RevisionId);
