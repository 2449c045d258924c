using System.Globalization;

namespace Gateway.Api.Tests.Following;

/// <summary>Users who move at random between cuts, restarts and leases that end. One seed is one history.</summary>
public sealed class MovingUsersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Nothing_is_lost_nothing_comes_back_and_all_show_the_same(int seed) => MovingUsers.RunAsync(seed);

    /// <summary>Twenty seeds; a long run has as many as EDGE_LEASE_SEEDS says, and begins with EDGE_LEASE_FROM.</summary>
    [Fact]
    public async Task Many_users_who_move_at_random_lose_nothing()
    {
        int seeds = Setting("EDGE_LEASE_SEEDS", 20);
        int from = Setting("EDGE_LEASE_FROM", 100);
        List<string> failed = [];
        for (int seed = from; seed < from + seeds; seed++)
        {
            try
            {
                await MovingUsers.RunAsync(seed);
            }
            catch (Exception fault)
            {
                failed.Add($"Seed {seed}: {fault}");
                if (failed.Count >= 10) break;
            }
        }

        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
    }

    [Fact]
    public async Task One_seed_is_one_history() => Assert.Equal(await MovingUsers.RunAsync(4), await MovingUsers.RunAsync(4));

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : usual;
}
