namespace Gateway.LambdaCompat.Functions;

/// <summary>A resource policy: its statements by Sid, each as JSON.</summary>
internal sealed record PolicyRecord(string RevisionId, IReadOnlyList<PolicyStatement> Statements);
