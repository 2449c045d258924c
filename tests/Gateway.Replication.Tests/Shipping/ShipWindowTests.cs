using Gateway.Replication.Shipping;

namespace Gateway.Replication.Tests.Shipping;

public sealed class ShipWindowTests
{
    private readonly ReplicationOptions options = new();

    [Fact]
    public void On_an_idle_link_nothing_waits() => Assert.Equal(0, new ShipWindow(options).OpensAt);

    [Fact]
    public void Gathering_that_saves_nothing_stays_short()
    {
        ShipWindow window = new(options);
        for (int i = 0; i < 20; i++) window.Shipped(1000, entries: 50, changes: 50, isBehind: false);
        Assert.InRange(window.OpensAt, 1000, 1005);
    }

    [Fact]
    public void Gathering_that_saves_much_grows_to_the_usual_bound()
    {
        ShipWindow window = new(options);
        for (int i = 0; i < 20; i++) window.Shipped(1000, entries: 500, changes: 1, isBehind: false);
        Assert.Equal(1050, window.OpensAt);
    }

    [Fact]
    public void A_link_that_is_behind_gathers_longest()
    {
        ShipWindow window = new(options);
        for (int i = 0; i < 20; i++) window.Shipped(1000, entries: 500, changes: 400, isBehind: true);
        Assert.Equal(2000, window.OpensAt);
        for (int i = 0; i < 20; i++) window.Shipped(3000, entries: 3, changes: 3, isBehind: false);
        Assert.InRange(window.OpensAt, 3000, 3005);
    }
}
