namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>A request that was answered wrongly, and the requests before it that it needs for that.</summary>
internal sealed record FuzzFailure(int Seed, int Stretch, IReadOnlyList<FuzzRequest> Before, FuzzRequest Request, string Fault)
{
    /// <summary>Stands for the request where the store is what is wrong.</summary>
    public static readonly FuzzRequest Nothing = new(FuzzRequest.Wait, "0"u8.ToArray());

    public override string ToString() =>
        $"seed {Seed}, stretch {Stretch}: {Fault}\n  after the corpus' setup{(Before.Count == 0 ? "" : " and\n    " + string.Join("\n    ", Before))}\n  this request:\n    {Request}";
}
