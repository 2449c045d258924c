using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Workload;
using Gateway.Robustness.Tests.Crashing;

namespace Gateway.Cluster.Tests.Audit;

/// <summary>Compares what the PoPs show with what the writers know. What was in doubt is settled: from then on the ledger holds what is there.</summary>
internal static class LedgerCheck
{
    /// <summary>Fails with the first thing that was acknowledged and is lost, or that is there and was never written.</summary>
    public static void Check(Ledger ledger, PopContent content)
    {
        CheckOwn(ledger, content);
        CheckTotals(ledger, content);
        CheckElements(ledger, content);
        foreach ((string key, HashSet<long> numbers) in ledger.Written) Assert.Contains(Tables.NumberIn(Shared(content, key), "n"), numbers);
        foreach (string key in content.Shared.Keys.Where(key => key.Contains("pair", StringComparison.Ordinal) && key.EndsWith('a')))
            Assert.Equal(Tables.NumberIn(content.Shared[key], "n"), Tables.NumberIn(Shared(content, $"{key[..^1]}b"), "n"));
        foreach (IGrouping<string, JsonObject> accounts in content.Shared.Where(item => item.Key.Contains("account", StringComparison.Ordinal)).GroupBy(item => item.Key.Split('-')[0], item => item.Value))
            Assert.Equal(0, accounts.Sum(account => Tables.NumberIn(account, "n")));
    }

    private static void CheckOwn(Ledger ledger, PopContent content)
    {
        foreach (((string Partition, string Sort) name, List<JsonObject?> states) in ledger.Items)
        {
            JsonObject? found = content.Own.GetValueOrDefault(name);
            Assert.True(
                states.Any(state => CanonicalJson.Of(state) == CanonicalJson.Of(found)),
                $"{name} shows {found?.ToJsonString() ?? "nothing"}; known is {string.Join(" or ", states.Select(state => state?.ToJsonString() ?? "nothing"))}");
            states.Clear();
            states.Add(found);
        }

        foreach ((string Partition, string Sort) name in content.Own.Keys) Assert.True(ledger.Items.ContainsKey(name), $"{name} was never written");
    }

    private static void CheckTotals(Ledger ledger, PopContent content)
    {
        foreach (((string key, string attribute), Total total) in ledger.Totals.ToArray())
        {
            long found = Tables.NumberIn(Shared(content, key), attribute);
            Assert.True(found >= total.Least && found <= total.Most, $"{key}.{attribute} is {found}; {total.Sure} was acknowledged, and {total.Least} to {total.Most} are possible");
            ledger.Totals[(key, attribute)] = new Total(found, 0, 0);
        }
    }

    /// <summary>Every acknowledged element is there once, and those of one writer in the order in which it wrote them.</summary>
    private static void CheckElements(Ledger ledger, PopContent content)
    {
        foreach (((string key, string attribute), Dictionary<string, bool> elements) in ledger.Elements)
        {
            string[] found = [.. ElementsIn(Shared(content, key), attribute)];
            Assert.True(found.Distinct().Count() == found.Length, $"{key}.{attribute} has an element twice");
            string[] lost = [.. elements.Where(element => element.Value).Select(element => element.Key).Except(found)], strange = [.. found.Except(elements.Keys)];
            Assert.True(lost.Length == 0, $"{key}.{attribute} has lost {string.Join(", ", lost.Take(5))} of {elements.Count}");
            Assert.True(strange.Length == 0, $"{key}.{attribute} has {string.Join(", ", strange.Take(5))}, which nobody wrote");
            if (attribute == "list")
            {
                foreach (IGrouping<string, string> writer in found.GroupBy(element => element[..element.LastIndexOf('-')]))
                    Assert.True(writer.SequenceEqual(writer.Order(StringComparer.Ordinal)), $"{key}.{attribute} has the elements of {writer.Key} in another order than it wrote them: {string.Join(", ", writer)}");
            }

            foreach (string element in elements.Keys.ToArray())
            {
                if (found.Contains(element)) elements[element] = true;
                else elements.Remove(element);
            }
        }
    }

    private static IEnumerable<string> ElementsIn(JsonObject item, string attribute) => item[attribute] switch
    {
        null => [],
        JsonObject value when value["SS"] is JsonArray set => set.Select(element => element!.GetValue<string>()),
        JsonObject value when value["L"] is JsonArray list => list.Select(element => element!["S"]!.GetValue<string>()),
        JsonNode value => value["M"]!.AsObject().Select(member => member.Key),
    };

    private static JsonObject Shared(PopContent content, string key) => content.Shared.GetValueOrDefault(key) ?? throw new Xunit.Sdk.XunitException($"{key} is lost");
}
