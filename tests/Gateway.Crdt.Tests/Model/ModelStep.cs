namespace Gateway.Crdt.Tests.Model;

/// <summary>What one step of a history did, in the words of the model's <c>replay.py</c>.</summary>
/// <param name="Step">Which step of the history.</param>
/// <param name="Did">What happened: written, refused, applied, fetched, joined, sent, nothing.</param>
/// <param name="Item">The item that it left at the replica where it happened.</param>
internal readonly record struct ModelStep(int Step, string Did, string Item);
