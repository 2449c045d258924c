using System.Globalization;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Equivalence;

/// <summary>Counts how many merges of concurrent requests are a serial state.</summary>
internal sealed class Score
{
    private int serial;
    private int withoutPositions;
    private int serialWithoutPositions;

    public int Count { get; private set; }

    public List<Meeting> Exceptions { get; } = [];

    public double Percent => 100.0 * serial / Count;

    public double PercentWithoutPositions => 100.0 * serialWithoutPositions / withoutPositions;

    /// <summary>Adds one meeting, if each request fits the item and some order of all succeeds.</summary>
    public void Add(Start start, IReadOnlyList<Request> requests, IReadOnlyList<int> times, PlanOptions options)
    {
        if (!requests.All(request => Matrix.Accepts(start.Item, request))) return;
        IReadOnlyList<Value> possible = Matrix.SerialResults(start.Item, requests);
        if (possible.Count == 0) return;

        Value left = start.Merge(requests, times, options);
        bool isSerial = possible.Contains(left);
        bool positions = requests.Any(Matrix.HasPosition);
        Count++;
        serial += isSerial ? 1 : 0;
        withoutPositions += positions ? 0 : 1;
        serialWithoutPositions += isSerial && !positions ? 1 : 0;
        if (!isSerial) Exceptions.Add(new Meeting(start, requests, times, left));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count} meetings: {Percent:F2} % serial; {withoutPositions} without list positions: {PercentWithoutPositions:F2} %; {Exceptions.Count} exceptions");
}
