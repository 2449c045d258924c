using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Equivalence;

/// <summary>Concurrent requests on one item, and what they left.</summary>
internal sealed record Meeting(Start Start, IReadOnlyList<Request> Requests, IReadOnlyList<int> Times, Value Left)
{
    public override string ToString() =>
        $"{Start.Item}{(Start.Grown ? " grown" : "")}: {string.Join(" || ", Requests.Select((request, i) => $"{request} @{Times[i]}"))} left {Left}";
}
