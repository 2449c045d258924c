using System.Text.Json;

namespace Gateway.Crdt.Tests.Model;

/// <summary>What the model made of a history.</summary>
internal static class ModelAnswer
{
    /// <summary>The first thing that went otherwise there; null if nothing did.</summary>
    public static string? FirstDifference(ModelRecording here, string answer)
    {
        using JsonDocument there = JsonDocument.Parse(answer);
        JsonElement steps = there.RootElement.GetProperty("steps");
        if (steps.GetArrayLength() != here.Steps.Count) return $"{here.Steps.Count} steps here, {steps.GetArrayLength()} there";
        foreach ((ModelStep step, JsonElement other) in here.Steps.Zip(steps.EnumerateArray()))
        {
            string what = $"step {step.Step}";
            if (Compare($"{what} is", step.Did, other[0]) is { } did) return did;
            if (Compare($"after {what} ({step.Did})", step.Item, other[1]) is { } item) return item;
        }

        JsonElement replicas = there.RootElement.GetProperty("replicas");
        for (int i = 0; i < here.Replicas.Count; i++)
        {
            if (Compare($"in the end replica {i} shows", here.Replicas[i], replicas[i]) is { } item) return item;
        }

        return Compare("all merged", here.Merged, there.RootElement.GetProperty("merged"));
    }

    private static string? Compare(string what, string here, JsonElement there) =>
        there.GetString() == here ? null : $"{what}{Environment.NewLine}  here:  {here}{Environment.NewLine}  model: {there.GetString()}";
}
