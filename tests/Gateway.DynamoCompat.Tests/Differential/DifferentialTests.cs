using System.Text;
using Gateway.DynamoCompat.Tests.Differential.Generators;
using Gateway.DynamoCompat.Tests.Differential.Requests;
using Gateway.Testing;

namespace Gateway.DynamoCompat.Tests.Differential;

/// <summary>
/// Random requests, right and wrong, to the face and to a plain model of DynamoDB: each answer, each table, each index and each stream must be
/// the same. A failure prints its seed and the fewest requests that still show it.
/// </summary>
public sealed class DifferentialTests
{
    private const int Requests = 60;

    [Fact]
    public async Task Whatever_is_asked_is_answered_as_a_plain_model_answers_it()
    {
        int rounds = TestSettings.Rounds(300);
        int first = TestSettings.Seed ?? 1;
        int refused = 0;
        for (int seed = first; seed < first + rounds; seed++) refused += await PlayAsync(seed);

        // Both happen often, or the test says little.
        int asked = rounds * Requests;
        Assert.True(rounds < 30 || (refused > asked / 10 && refused < asked / 2), $"{refused} of {asked} requests were refused");
    }

    /// <returns>How many requests were refused, as they should.</returns>
    private static async Task<int> PlayAsync(int seed)
    {
        RandomValues values = new(new Random(seed));
        IReadOnlyList<AskedTable> tables = RandomTables.Next(values);
        List<AskedRequest> requests = [];
        await using History history = await History.BeginAsync(tables);
        RandomRequests random = new(values, history.Model);
        string? difference = null;
        while (difference is null && requests.Count < Requests)
        {
            requests.Add(random.Next());
            difference = await history.StepAsync(requests[^1]);
        }

        difference ??= await history.EndAsync();
        if (difference is not null) Assert.Fail(await TellAsync(seed, tables, requests, difference));
        return history.Refused;
    }

    private static async Task<string> TellAsync(int seed, IReadOnlyList<AskedTable> tables, List<AskedRequest> requests, string difference)
    {
        List<AskedRequest> few = await Shrinker.ShrinkAsync(requests, async some => await History.PlayAsync(tables, some) is not null);
        StringBuilder told = new($"EDGE_SEED={seed} EDGE_ROUNDS=1: {difference}\n");
        foreach (AskedTable table in tables) told.Append($"CreateTable {table.Body().ToJsonString()}\n");
        foreach (AskedRequest request in few) told.Append($"{request}\n");
        return told.Append($"then {await History.PlayAsync(tables, few)}").ToString();
    }
}
