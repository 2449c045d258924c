namespace Gateway.StackCompat.S3;

/// <summary>An error as S3 tells it.</summary>
/// <param name="Code">As <c>NoSuchKey</c>.</param>
/// <param name="Status">Of HTTP.</param>
/// <param name="Message">For people.</param>
internal sealed record S3Error(string Code, int Status, string Message)
{
    /// <summary>Further elements of the answer, by name.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];

    /// <summary>Further headers of the answer.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}
