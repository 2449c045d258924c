using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>What a run has found: of each kind of fault one failure, however often it comes. Safe for several workers.</summary>
internal sealed partial class FuzzFindings
{
    private const int KindsMax = 20;

    private readonly ConcurrentDictionary<string, byte> kinds = new();
    private readonly ConcurrentQueue<FuzzFailure> failures = new();
    private readonly ConcurrentDictionary<(string Operation, string Outcome), int> outcomes = new();

    public IReadOnlyCollection<FuzzFailure> Failures => failures;

    /// <summary>True when there is no point in looking for more.</summary>
    public bool AreMany => kinds.Count >= KindsMax;

    /// <summary>Takes a kind of fault.</summary>
    /// <returns>False if somebody else has taken it.</returns>
    public bool TryClaim(string operation, string fault) => kinds.TryAdd(KindOf(operation, fault), 0);

    public void Add(FuzzFailure failure) => failures.Enqueue(failure);

    /// <summary>Notes how a request was answered.</summary>
    public void Count(string operation, string outcome) => outcomes.AddOrUpdate((FuzzCorpus.Errors.ContainsKey(operation) ? operation : "(none)", outcome), 1, (_, count) => count + 1);

    /// <summary>How deep the requests came: for each operation how many were answered with what.</summary>
    public string Tally() => string.Join('\n', outcomes.GroupBy(entry => entry.Key.Operation).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        $"{group.Key,-38}{string.Join(", ", group.OrderByDescending(entry => entry.Value).Select(entry => $"{entry.Key.Outcome} {entry.Value}"))}"));

    /// <summary>Two faults are of one kind if their first lines differ in numbers, quoted words and JSON only.</summary>
    private static string KindOf(string operation, string fault) => $"{operation}: {Particular().Replace(fault.Split('\n')[0], "")}";

    [GeneratedRegex(@"\d+|'[^']*'|""[^""]*""|\{.*")]
    private static partial Regex Particular();
}
