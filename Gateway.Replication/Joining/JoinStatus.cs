namespace Gateway.Replication.Joining;

/// <summary>How joining goes.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Source">The member that the documents come from; null before the first answered.</param>
/// <param name="Documents">Documents that came.</param>
/// <param name="DocumentsTotal">How many the source expects to send; 0 if it does not know.</param>
/// <param name="Bytes">Bytes of the pages that came, before compression.</param>
/// <param name="BytesPerSecond">How quickly they come, since the link is up.</param>
/// <param name="Refused">Documents that could not be merged.</param>
/// <param name="Waiting">Why it waits, for people; null if it does not.</param>
public sealed record JoinStatus(JoinPhase Phase, string? Source, long Documents, long DocumentsTotal, long Bytes, long BytesPerSecond, long Refused, string? Waiting);
