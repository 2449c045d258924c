using Gateway.Simulation.Tests.Pops;
using Gateway.Simulation.Tests.Workload;

namespace Gateway.Simulation.Tests.Audit;

/// <summary>What must hold for what a client reads.</summary>
internal static class Laws
{
    /// <summary>Of one item at any moment.</summary>
    public static void CheckItem(string where, ItemView item)
    {
        if (!item.Exists) return;
        if (item.Name.Pk.StartsWith("count-", StringComparison.Ordinal) || item.Name.Pk.StartsWith("pair-", StringComparison.Ordinal))
        {
            if (item.Number("n") != item.Counted) throw new HistoryBrokenException("a write is whole", $"{where}: {item.Name} counts {item.Number("n")}, but its marks come to {item.Counted}: {item}");
        }

        if (item.Name.Pk.StartsWith("list-", StringComparison.Ordinal) && item.List("l") is { } list && list.Distinct().Count() != list.Count)
        {
            throw new HistoryBrokenException("an element is there once", $"{where}: {item}");
        }
    }

    /// <summary>Of two items that are written together only, at any moment.</summary>
    public static void CheckPair(string where, ItemView one, ItemView other)
    {
        bool isWhole = one.Set("ids").ToHashSet().SetEquals(other.Set("ids")) && one.Number("n") == other.Number("n");
        if (!isWhole) throw new HistoryBrokenException("a transaction is whole", $"{where}: {one} and {other}");
        if (one.Text("latest") != other.Text("latest")) throw new HistoryBrokenException("one transaction is the latest on all its items", $"{where}: {one} and {other}");
    }

    /// <summary>Of what was acknowledged and of what was refused, when all is quiet; or at the PoP that did it, at any moment.</summary>
    /// <param name="where">For people.</param>
    /// <param name="claim">Neither unknown nor lost.</param>
    /// <param name="find">An item at that PoP.</param>
    public static void CheckClaim(string where, Claim claim, Func<ItemName, ItemView> find)
    {
        bool isThere = IsThere(claim.Effect, find);
        if (claim.State == ClaimState.Acknowledged && !isThere && !claim.IsTakenBack) throw new HistoryBrokenException("what was acknowledged stays", $"{where}: {claim} is not there");
        bool mayNotBe = claim.State == ClaimState.Refused && claim.Effect is not (Effect.Death or Effect.Untag);
        if (mayNotBe && isThere) throw new HistoryBrokenException("what was refused did not happen", $"{where}: {claim} is there");
    }

    private static bool IsThere(Effect effect, Func<ItemName, ItemView> find) => effect switch
    {
        Effect.Mark mark => mark.Items.All(item => find(item).Set("ids").Contains(mark.Marker)),
        Effect.Tag tag => find(tag.Item).Set("tags").Contains(tag.Marker),
        Effect.Untag untag => !find(untag.Item).Set("tags").Contains(untag.Marker),
        Effect.Append append => find(append.Item).List("l").Contains(append.Marker),
        Effect.Field field => find(field.Item).Has(field.Name),
        Effect.Birth birth => find(birth.Item).Exists,
        Effect.Death death => !find(death.Item).Exists,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
