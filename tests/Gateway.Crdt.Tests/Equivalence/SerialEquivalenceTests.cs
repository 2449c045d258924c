using System.Globalization;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Equivalence;

/// <summary>
/// What two concurrent requests leave is what DynamoDB shows after running both in some order in which both succeed. The scores that
/// docs/conflicts.md quotes come from here.
/// </summary>
public sealed class SerialEquivalenceTests(ITestOutputHelper output)
{
    private const double All = 100;
    private const double ReplaceMin = 99.8;
    private const double MergeMin = 97;

    private static readonly int[][] BothClockOrders = [[10, 11], [11, 10]];

    [Fact]
    public void Pairs_in_replace_mode_are_serial_but_for_list_positions()
    {
        Score score = ScorePairs(PlanOptions.Replace);
        output.WriteLine(score.ToString());
        Assert.True(score.Count > 18_000, $"Only {score.Count} pairs were valid.");
        Assert.Equal(All, score.PercentWithoutPositions);
        Assert.True(score.Percent >= ReplaceMin, score.ToString());

        // The exceptions, by name: two consumers pop one element; two writers append past the end at one position.
        Assert.All(score.Exceptions, exception => Assert.True(IsDoublePop(exception) || IsDoubleAppendPastEnd(exception), exception.ToString()));
    }

    [Fact]
    public void Pairs_in_merge_mode_are_nearly_all_serial()
    {
        Score score = ScorePairs(PlanOptions.Merge);
        output.WriteLine(score.ToString());
        Assert.True(score.Percent >= MergeMin, score.ToString());

        // Besides the exceptions of replace mode, only a whole value meeting another write gives a mixed snapshot.
        Assert.All(
            score.Exceptions,
            exception => Assert.True(IsDoublePop(exception) || IsDoubleAppendPastEnd(exception) || exception.Requests.Any(IsWholeValue), exception.ToString()));
    }

    [Theory]
    [InlineData(PutMode.Replace, 99.8)]
    [InlineData(PutMode.Merge, 96)]
    public void Sampled_triples_are_serial(PutMode mode, double percentMin)
    {
        int seed = TestSettings.Seed ?? 7;
        Random random = new(seed);
        Request[] requests = [.. Matrix.Requests.Where(request => Matrix.IsSingle(request) && !Matrix.HasPosition(request))];
        Score score = new();
        int wanted = TestSettings.Rounds(20_000);
        while (score.Count < wanted)
        {
            Start start = Matrix.Starts[random.Next(Matrix.Starts.Count)];
            Request[] three = [.. Enumerable.Range(0, 3).Select(_ => requests[random.Next(requests.Length)])];
            int[] times = [10, 11, 12];
            random.Shuffle(times);
            score.Add(start, three, times, new PlanOptions { Mode = mode });
        }

        output.WriteLine($"seed {seed}: {score}");
        Assert.True(score.Percent >= percentMin, $"seed {seed}: {score} {string.Join(Environment.NewLine, score.Exceptions.Take(5))}");
    }

    [Fact]
    public void Read_modify_put_keeps_both_intents_far_more_often_when_merged()
    {
        double merge = ScoreReadModifyPut(PlanOptions.Merge);
        double replace = ScoreReadModifyPut(PlanOptions.Replace);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"read-modify-PutItem pairs with both intents kept: merge {merge:F1} %, replace {replace:F1} %"));
        Assert.True(merge >= 80, $"{merge}");
        Assert.True(replace < merge - 20, $"{replace}");
    }

    private static Score ScorePairs(PlanOptions options)
    {
        Score score = new();
        Request[] singles = [.. Matrix.Requests.Where(Matrix.IsSingle)];
        foreach (Start start in Matrix.Starts)
        {
            Request[] fitting = [.. singles.Where(request => Matrix.Accepts(start.Item, request))];
            foreach (Request first in fitting)
            {
                foreach (Request second in fitting)
                {
                    foreach (int[] times in BothClockOrders) score.Add(start, [first, second], times, options);
                }
            }
        }

        return score;
    }

    private static double ScoreReadModifyPut(PlanOptions options)
    {
        Request[] edits = [.. Matrix.Requests.Where(request => request is Request.Update { MustExist: false, Actions.Count: 1 })];
        int count = 0;
        int kept = 0;
        foreach (Start start in Matrix.Starts.Where(start => !start.Item.IsNone))
        {
            var changes = edits.Where(edit => SequentialItem.TryRun(start.Item, edit, out Value after) && after != start.Item).ToArray();
            foreach (Request first in changes)
            {
                foreach (Request second in changes)
                {
                    IReadOnlyList<Value> intended = Matrix.SerialResults(start.Item, [first, second]);
                    if (intended.Count == 0) continue;
                    Request[] puts = [new Request.Put(SequentialItem.Run(start.Item, first)), new Request.Put(SequentialItem.Run(start.Item, second))];
                    foreach (int[] times in BothClockOrders)
                    {
                        count++;
                        if (intended.Contains(start.Merge(puts, times, options))) kept++;
                    }
                }
            }
        }

        return 100.0 * kept / count;
    }

    private static bool IsDoublePop(Meeting meeting) => meeting.Requests.All(request => ActionOf(request) is { Kind: ActionKind.Remove, Path.Last.IsPosition: true });

    private static bool IsDoubleAppendPastEnd(Meeting meeting) => meeting.Requests.Any(request => PastEnd(meeting.Start, request));

    private static bool PastEnd(Start start, Request request) =>
        ActionOf(request) is { Kind: ActionKind.Set, Path.Last.IsPosition: true } action && Find(start.Item, action.Path).IsNone;

    private static Value Find(Value value, ValuePath path) => path.Parts.Aggregate(value, (at, part) => part.IsPosition ? at[part.Position] : at[part.Name!]);

    private static UpdateAction? ActionOf(Request request) => request is Request.Update { Actions: [var action] } ? action : null;

    private static bool IsWholeValue(Request request) => request is Request.Put || (ActionOf(request) is { Kind: ActionKind.Set } action && action.Value.Kind.IsContainer());
}
