namespace Gateway.Crdt.Tests.Model;

/// <summary>A history as it went here: what to ask the model, and what it should answer.</summary>
/// <param name="Question">The line that asks the model.</param>
/// <param name="Steps">What happened, step by step.</param>
/// <param name="Replicas">The item at each replica after the last step.</param>
/// <param name="Merged">The item when all replicas have heard of everything.</param>
/// <param name="Smaller">How many writes became smaller edits.</param>
internal sealed record ModelRecording(string Question, IReadOnlyList<ModelStep> Steps, IReadOnlyList<string> Replicas, string Merged, int Smaller);
