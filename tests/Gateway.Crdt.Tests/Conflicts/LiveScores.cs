using Gateway.Crdt.Planning;
using Gateway.Crdt.Tests.Equivalence;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Conflicts;

/// <summary>The scores of docs/conflicts.md, computed anew over the matrix of <see cref="SerialEquivalenceTests"/>, with fixed samples.</summary>
internal static class LiveScores
{
    private const int TripleSeed = 7;
    private const int TripleCount = 20_000;

    private static readonly int[][] BothClockOrders = [[10, 11], [11, 10]];

    /// <summary>The rows of the page's table: two requests, those without list positions, three requests, read-modify-put.</summary>
    public static IReadOnlyList<ScoreRow> Compute()
    {
        ScoreRow pairs = new("two requests");
        ScoreRow withoutPositions = new("two requests, no list position");
        foreach ((Start start, Request[] requests) in Pairs())
        {
            IReadOnlyList<Value> possible = Matrix.SerialResults(start.Item, requests);
            foreach (int[] times in BothClockOrders)
            {
                bool[] serial = Serial(start, requests, times, possible);
                pairs.Add(serial);
                if (!requests.Any(Matrix.HasPosition)) withoutPositions.Add(serial);
            }
        }

        return [pairs, withoutPositions, Triples(), ReadModifyPut()];
    }

    private static ScoreRow Triples()
    {
        ScoreRow row = new("three requests, no list position");
        Random random = new(TripleSeed);
        Request[] requests = [.. Matrix.Requests.Where(request => Matrix.IsSingle(request) && !Matrix.HasPosition(request))];
        while (row.Count < TripleCount)
        {
            Start start = Matrix.Starts[random.Next(Matrix.Starts.Count)];
            Request[] three = [.. Enumerable.Range(0, 3).Select(_ => requests[random.Next(requests.Length)])];
            int[] times = [10, 11, 12];
            random.Shuffle(times);
            if (!three.All(request => Matrix.Accepts(start.Item, request))) continue;
            IReadOnlyList<Value> possible = Matrix.SerialResults(start.Item, three);
            if (possible.Count > 0) row.Add(Serial(start, three, times, possible));
        }

        return row;
    }

    /// <summary>Two apps read an item, change it as an update would have, and put it back: are both changes there?</summary>
    private static ScoreRow ReadModifyPut()
    {
        ScoreRow row = new("read, change, PutItem: both changes kept");
        foreach ((Start start, Request[] edits) in Pairs())
        {
            if (start.Item.IsNone || edits.Any(edit => edit is not Request.Update { MustExist: false, Actions.Count: 1 })) continue;
            Value[] changed = [.. edits.Select(edit => SequentialItem.Run(start.Item, edit))];
            if (changed.Contains(start.Item)) continue;
            IReadOnlyList<Value> intended = Matrix.SerialResults(start.Item, edits);
            Request[] puts = [.. changed.Select(item => new Request.Put(item))];
            foreach (int[] times in BothClockOrders) row.Add(Serial(start, puts, times, intended));
        }

        return row;
    }

    /// <summary>Every two requests that fit an item and succeed in some order.</summary>
    private static IEnumerable<(Start Start, Request[] Requests)> Pairs() =>
        from start in Matrix.Starts
        let fitting = Matrix.Requests.Where(request => Matrix.IsSingle(request) && Matrix.Accepts(start.Item, request)).ToArray()
        from first in fitting
        from second in fitting
        where Matrix.SerialResults(start.Item, [first, second]).Count > 0
        select (start, new[] { first, second });

    /// <summary>Whether what is left is possible: by whole-item last writer wins, in merge mode, in replace mode.</summary>
    private static bool[] Serial(Start start, Request[] requests, int[] times, IReadOnlyList<Value> possible)
    {
        Request last = requests[Array.IndexOf(times, times.Max())];
        return
        [
            possible.Contains(SequentialItem.Run(start.Item, last)),
            possible.Contains(start.Merge(requests, times, PlanOptions.Merge)),
            possible.Contains(start.Merge(requests, times, PlanOptions.Replace)),
        ];
    }
}
