using System.Text.Json.Nodes;
using Gateway.Replication.Following;

namespace Gateway.Api.Tests.Following;

/// <summary>
/// One history: users of local items who write at one PoP and another while links are cut, PoPs start again and leases end. Of each user items 0 and 1 are counters, which must show all
/// that was added; items 2 and 3 are sets of marks and are deleted, too: a mark is there in the end if no delete has seen it, and only then; items 4 and 5 are written in all ways.
/// </summary>
internal sealed class MovingUsers
{
    private static readonly string[] Users = ["ann", "bob"];

    private readonly Random random;
    private readonly FollowingCluster pops;
    private readonly Dictionary<(string User, int Item), int> totals = [];
    private readonly Dictionary<string, string> added = [];
    private readonly HashSet<string> removed = [];

    private readonly bool isLazy;

    private MovingUsers(Random random, FollowingCluster pops)
    {
        isLazy = random.Next(2) == 0;
        this.random = random;
        this.pops = pops;
    }

    /// <summary>Writes that were refused, in all histories.</summary>
    public static int Refused { get; private set; }

    /// <summary>Runs a history and checks how it ends.</summary>
    /// <returns>All that came out of it: the same each time.</returns>
    public static async Task<string> RunAsync(int seed)
    {
        await using FollowingCluster pops = await FollowingCluster.StartAsync(seed, new FollowOptions { Linger = TimeSpan.FromMinutes(1) });
        MovingUsers users = new(new Random(seed), pops);
        for (int round = 1; round <= 60; round++) await users.StepAsync(round);
        return await users.EndAsync();
    }

    private async Task StepAsync(int round)
    {
        FollowingPop pop = random.Next(5) switch { 0 => pops.Central, <= 2 => pops.Two, _ => pops.Three };
        foreach (FollowingPop one in (FollowingPop[])[pops.Central, pops.Two, pops.Three]) one.IsLazy = isLazy;
        switch (random.Next(19))
        {
            case 0:
                pops.Cut();
                break;
            case 1:
                pops.Cut(pop);
                break;
            case 2 or 3:
                pops.Cut();
                pops.Heal();
                break;
            case 4:
                await pops.RestartAsync(pop);
                break;
            case 5:
                await pops.PassAsync(TimeSpan.FromMinutes(12), TimeSpan.FromSeconds(9)); // links say something at least every ten
                break;
            case 6:
                await pops.PassAsync(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(500)); // so that things become stable
                break;
            case 7:
                pops.Crash(pop);
                break;
            default:
                await WriteAsync(pop, Users[random.Next(Users.Length)], random.Next(6), round);
                if (random.Next(3) == 0) await pops.QueryAsync(pop, Users[random.Next(Users.Length)]);
                break;
        }
    }

    private async Task WriteAsync(FollowingPop pop, string user, int item, int round)
    {
        if (item < 2)
        {
            int total = totals.GetValueOrDefault((user, item));
            if (await TryAsync(pop, "UpdateItem", $"{{{KeyOf(user, item)}, 'UpdateExpression': 'ADD n :n', 'ExpressionAttributeValues': {{':n': {{'N': '{round}'}}}}}}") is not null) totals[(user, item)] = total + round;
            return;
        }

        string key = KeyOf(user, item);
        string mark = $"{pop.Profile.Name}-{round}";
        switch (random.Next(item < 4 ? 5 : 9))
        {
            case 0 or 1:
                JsonObject? answer = await TryAsync(pop, "DeleteItem", $"{{{key}, 'ReturnValues': 'ALL_OLD'}}");
                if (item < 4) removed.UnionWith(MarksOf(answer?["Attributes"]));
                break;
            case <= 4:
                bool isTaken = await TryAsync(pop, "UpdateItem", $"{{{key}, 'UpdateExpression': 'ADD marks :m', 'ExpressionAttributeValues': {{':m': {{'SS': ['{mark}']}}}}}}") is not null;
                if (item < 4 && isTaken) added.Add(mark, user);
                break;
            case 5:
                await TryAsync(pop, "PutItem", $"{{'TableName': 'users', 'Item': {{'pk': {{'S': '{user}'}}, 'sk': {{'N': '{item}'}}, 'n': {{'N': '{round}'}}}}}}");
                break;
            case 6:
                await TryAsync(pop, "UpdateItem", $"{{{key}, 'UpdateExpression': 'ADD n :n', 'ExpressionAttributeValues': {{':n': {{'N': '{round}'}}}}}}");
                break;
            case 7:
                await TryAsync(pop, "UpdateItem", $"{{{key}, 'UpdateExpression': 'SET x = :x REMOVE n', 'ExpressionAttributeValues': {{':x': {{'S': '{mark}'}}}}}}");
                break;
            default:
                await TryAsync(pop, "PutItem", $"{{'TableName': 'users', 'Item': {{'pk': {{'S': '{user}'}}, 'sk': {{'N': '{item}'}}, 'marks': {{'SS': ['{mark}', 'x']}}, 'x': {{'S': 'x'}}}}}}");
                break;
        }
    }

    /// <returns>Null if the write was refused: what the PoP wrote of the user before was dropped, and the central PoP is out of reach.</returns>
    private async Task<JsonObject?> TryAsync(FollowingPop pop, string operation, string json)
    {
        (int status, string answer) = await pops.AskAsync(pop, operation, json);
        Assert.True(status == 200 || (status == 500 && answer.Contains("were dropped here", StringComparison.Ordinal)), $"{operation} {json}: {answer}");
        if (status != 200) Refused++;
        return status != 200 ? null : answer.Length == 0 ? [] : (JsonObject)JsonNode.Parse(answer)!;
    }

    private static string KeyOf(string user, int item) => $"'TableName': 'users', 'Key': {{'pk': {{'S': '{user}'}}, 'sk': {{'N': '{item}'}}}}";

    private async Task<string> EndAsync()
    {
        foreach (FollowingPop one in (FollowingPop[])[pops.Central, pops.Two, pops.Three]) one.IsLazy = false;
        pops.Cut();
        pops.Heal();
        string shown = "";
        for (int lease = 0; lease < 2; lease++)
        {
            shown = "";
            foreach (string user in Users) shown += await AgreeAsync(user);
            await pops.PassAsync(TimeSpan.FromMinutes(12), TimeSpan.FromSeconds(9)); // all is stable, and asked for again
        }

        return shown;
    }

    private async Task<string> AgreeAsync(string user)
    {
        string[] shown = [];
        for (int i = 0; i < 500 && shown.Distinct().Count() != 1; i++)
        {
            await pops.MoveAsync();
            pops.MakeAgain();
            shown = [await ItemsAsync(pops.Central, user), await ItemsAsync(pops.Two, user), await ItemsAsync(pops.Three, user)];
        }

        Assert.True(shown.Distinct().Count() == 1, $"{user}:\n{string.Join('\n', shown)}\n{string.Join('\n', ((FollowingPop[])[pops.Central, pops.Two, pops.Three]).Select(pop => pop.Contexts))}");
        JsonObject[] items = [.. JsonNode.Parse(shown[0])!.AsArray().Select(item => (JsonObject)item!)];
        foreach (((string of, int item), int total) in totals.Where(total => total.Key.User == user))
        {
            Assert.Equal(total, int.Parse((string)items.Single(one => (string?)one["sk"]!["N"] == $"{item}")["n"]!["N"]!, System.Globalization.CultureInfo.InvariantCulture));
        }

        string[] marks = [.. items.Where(item => (string?)item["sk"]!["N"] is "2" or "3").SelectMany(MarksOf)];
        Assert.Empty(marks.Intersect(removed.Where(mark => added[mark] == user)));
        Assert.Empty(added.Where(mark => mark.Value == user).Select(mark => mark.Key).Except(removed).Except(marks));
        return shown[0];
    }

    private async Task<string> ItemsAsync(FollowingPop pop, string user)
    {
        JsonObject page = await pops.DoAsync(pop, "Query", $"{{'TableName': 'users', 'KeyConditionExpression': 'pk = :u', 'ExpressionAttributeValues': {{':u': {{'S': '{user}'}}}}}}");
        return page["Items"]!.ToJsonString();
    }

    private static IEnumerable<string> MarksOf(JsonNode? item) => item?["marks"]?["SS"]?.AsArray().Select(mark => (string)mark!) ?? [];
}
