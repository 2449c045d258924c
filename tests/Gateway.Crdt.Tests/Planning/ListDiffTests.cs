using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing;

namespace Gateway.Crdt.Tests.Planning;

public sealed class ListDiffTests
{
    private const int Usual = 5000;

    [Fact]
    public void Hunks_turn_the_old_list_into_the_new_one()
    {
        int seed = TestSettings.Seed ?? 5;
        Random random = new(seed);
        int compared = 0;
        for (int round = 0; round < TestSettings.Rounds(Usual); round++)
        {
            List<int> old = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(6))];
            List<int> now = [.. old];
            for (int edits = random.Next(6); edits > 0; edits--)
            {
                int at = random.Next(now.Count + 1);
                if (random.Next(2) == 0 || at == now.Count) now.Insert(at, random.Next(6));
                else now.RemoveAt(at);
            }

            Value before = ListOf(old);
            Value after = ListOf(now);
            if (before == after || !ListDiff.TryCompare(before, after, out List<ListHunk> hunks)) continue;
            compared++;
            Assert.True(after == Patch(old, hunks), $"seed {seed}, round {round}: {before} to {after} by {string.Join("; ", hunks)}");
            Assert.All(hunks, hunk => Assert.Equal(hunk.At + hunk.Gone.Count == old.Count, hunk.IsAtEnd));
        }

        Assert.True(compared > Usual / 2 || TestSettings.Rounds(Usual) < Usual, $"Only {compared} lists were comparable.");
    }

    [Theory]
    [InlineData("abc", "abc+", 3)]
    [InlineData("abc", "+abc", 0)]
    [InlineData("aab", "aaab", 0)]
    [InlineData("ab", "acb", 1)]
    public void One_added_element_is_one_hunk(string before, string after, int at)
    {
        Assert.True(ListDiff.TryCompare(TextOf(before), TextOf(after), out List<ListHunk> hunks));
        ListHunk hunk = Assert.Single(hunks);
        Assert.Equal(at, hunk.At);
        Assert.Empty(hunk.Gone);
        Assert.Single(hunk.Come);
    }

    [Theory]
    [InlineData("", "abc")]
    [InlineData("abc", "")]
    [InlineData("abcdef", "uvwxyz")]
    public void Lists_without_enough_in_common_are_not_compared(string before, string after) =>
        Assert.False(ListDiff.TryCompare(TextOf(before), TextOf(after), out _));

    private static Value Patch(List<int> old, List<ListHunk> hunks)
    {
        List<Value> patched = [];
        int at = 0;
        foreach (ListHunk hunk in hunks)
        {
            patched.AddRange(old[at..hunk.At].Select(number => Value.Number(number)));
            patched.AddRange(hunk.Come);
            at = hunk.At + hunk.Gone.Count;
        }

        patched.AddRange(old[at..].Select(number => Value.Number(number)));
        return Value.List(patched);
    }

    private static Value ListOf(IEnumerable<int> numbers) => Value.List(numbers.Select(number => Value.Number(number)));

    private static Value TextOf(string letters) => Value.List(letters.Select(letter => Value.String(letter.ToString())));
}
