using System.Text.Json.Nodes;
using Gateway.Simulation.Tests.Pops;
using Gateway.Simulation.Tests.Workload;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>Reads at a PoP at any moment what must hold at any moment.</summary>
internal sealed class Probe(Ledger ledger)
{
    public void Look(PopProcess process, Random random)
    {
        string where = $"at {process.Pop.Name}";
        switch (random.Next(3))
        {
            case 0:
                (ItemName one, ItemName other) = RequestMaker.Pairs[random.Next(RequestMaker.Pairs.Count)];
                process.Ask("TransactGetItems", $$"""{"TransactItems": [{{Get(one)}}, {{Get(other)}}]}""", (status, answer) =>
                {
                    if (status == 400) return; // a transaction on these items has not ended
                    Expect200(where, status, answer);
                    JsonArray responses = answer["Responses"]!.AsArray();
                    Laws.CheckPair(where, View(responses[0]), View(responses[1]));
                });
                break;
            case 1:
                ItemName counter = RequestMaker.Counters[random.Next(RequestMaker.Counters.Count)];
                Claim[] certain = [.. ledger.Claims.Where(claim => claim.State == ClaimState.Acknowledged && !claim.IsAway && !claim.IsTakenBack && claim.Pop == process.Pop.Name && claim.Effect is Effect.Mark mark && mark.Items.Contains(counter))];
                process.Ask("GetItem", $$"""{"TableName": "{{RequestMaker.Table}}", "Key": {{counter.Key}}, "ConsistentRead": true}""", (status, answer) =>
                {
                    if (LacksTable(process, answer)) return;
                    Expect200(where, status, answer);
                    ItemView item = View(answer);
                    Laws.CheckItem(where, item);
                    HashSet<string> marks = [.. item.Set("ids")];
                    if (certain.FirstOrDefault(claim => !marks.Contains(((Effect.Mark)claim.Effect).Marker)) is { } missing) throw new HistoryBrokenException("a PoP shows what it acknowledged", $"{where}: {missing} is not in {item}");
                });
                break;
            default:
                process.Ask("Query", $$"""{"TableName": "{{RequestMaker.Table}}", "IndexName": "groups", "KeyConditionExpression": "g = :g", "ExpressionAttributeValues": {":g": {"S": "g{{random.Next(3)}}"} } }""", (status, answer) =>
                {
                    if (LacksTable(process, answer)) return;
                    Expect200(where, status, answer);
                    foreach (JsonNode? item in answer["Items"]!.AsArray()) Laws.CheckItem(where, new ItemView(item!.AsObject()));
                });
                break;
        }
    }

    private static string Get(ItemName item) => $$"""{"Get": {"TableName": "{{RequestMaker.Table}}", "Key": {{item.Key}} } }""";

    private static ItemView View(JsonNode? answer) => new(answer?["Item"] as JsonObject);

    /// <summary>On a new disk there is nothing at first.</summary>
    private static bool LacksTable(PopProcess process, JsonObject answer) => (process.Pop.HasLostDisk || process.Pop.HasBegunEmpty) && ((string?)answer["__type"])?.EndsWith("ResourceNotFoundException", StringComparison.Ordinal) == true;

    private static void Expect200(string where, int status, JsonObject answer)
    {
        if (status != 200) throw new HistoryBrokenException("a PoP by itself serves", $"{where}: {status} {answer.ToJsonString()}");
    }
}
