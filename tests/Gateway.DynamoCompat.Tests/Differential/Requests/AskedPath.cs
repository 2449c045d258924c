namespace Gateway.DynamoCompat.Tests.Differential.Requests;

/// <summary>A document path: names (texts), positions (whole numbers), and here and there a <see cref="RawName"/>.</summary>
internal sealed class AskedPath(params object[] steps)
{
    public IReadOnlyList<object> Steps => steps;

    /// <summary>The attribute that it begins with; empty for one that has no right name.</summary>
    public string Attribute => steps[0] as string ?? "";

    /// <summary>As error texts print it.</summary>
    public string Shown => $"[{string.Join(", ", steps.Select(step => step is int position ? $"[{position}]" : step))}]";

    public bool IsSame(AskedPath other) => steps.SequenceEqual(other.Steps);

    /// <summary>True if the other path is this one or goes on from it.</summary>
    public bool Covers(AskedPath other) => steps.Length <= other.Steps.Count && steps.SequenceEqual(other.Steps.Take(steps.Length));

    /// <summary>True if one of the two goes on by name where the other goes on by position.</summary>
    public bool ConflictsWith(AskedPath other)
    {
        int same = steps.Zip(other.Steps).TakeWhile(pair => pair.First.Equals(pair.Second)).Count();
        return same < steps.Length && same < other.Steps.Count && steps[same] is int != other.Steps[same] is int;
    }
}
