namespace Gateway.Storage.Commit;

/// <summary>Puts the writes of one commit into a batch.</summary>
/// <param name="batch">Empty; valid during the call only.</param>
/// <param name="firstSequence">Sequence of the first change; the others follow without a gap.</param>
/// <param name="state">What the caller passed.</param>
/// <remarks>Runs on the caller's thread. Later sequences wait for it before they count as written, so it only copies what is ready.</remarks>
public delegate void FillBatch<in TState>(WriteBatch batch, long firstSequence, TState state)
    where TState : allows ref struct;
