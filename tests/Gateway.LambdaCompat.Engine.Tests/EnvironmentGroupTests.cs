using Gateway.LambdaCompat.Engine.Environments;
using Gateway.Testing;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>Who gets which environment, with environments that start when the test says so.</summary>
public sealed class EnvironmentGroupTests
{
    private static readonly EnvironmentSpec Spec = FakeEnvironment.SpecOf(environmentsMax: 3);

    private readonly List<FakeEnvironment> made = [];
    private readonly EnvironmentGroup<FakeEnvironment> group;
    private int onMachine;

    public EnvironmentGroupTests() => group = new EnvironmentGroup<FakeEnvironment>(
        () => ++onMachine > 0,
        (_, isProvisioned, _, _) =>
        {
            made.Add(new FakeEnvironment { IsProvisioned = isProvisioned });
            return made[^1];
        },
        () => onMachine--,
        turnsMax: 2,
        new ManualTimeProvider());

    [Fact]
    public async Task Who_waits_for_a_start_takes_what_becomes_free_and_the_started_one_joins_the_idle()
    {
        FakeEnvironment busy = await StartedAsync();
        Task<TakenEnvironment<FakeEnvironment>> waiting = Await();

        group.Release(busy);

        Assert.Equal(new TakenEnvironment<FakeEnvironment>(busy, IsNew: false), await waiting);
        Assert.Null(group.TakeFree());
        made[1].Start(ready: true);
        Assert.Same(made[1], group.TakeFree());
        Assert.Equal((2, 2), (group.All.Count, onMachine));
    }

    [Fact]
    public async Task Whatever_comes_first_goes_to_who_has_waited_for_longest()
    {
        Task<TakenEnvironment<FakeEnvironment>> first = Await(), second = Await(), third = Await();

        made[2].Start(ready: true);
        Assert.Equal(new TakenEnvironment<FakeEnvironment>(made[2], IsNew: true), await first);
        group.Release(made[2]);
        Assert.Equal(new TakenEnvironment<FakeEnvironment>(made[2], IsNew: false), await second);
        Assert.False(third.IsCompleted);
        made[0].Start(ready: true);
        Assert.Equal(new TakenEnvironment<FakeEnvironment>(made[0], IsNew: true), await third);
    }

    [Fact]
    public async Task A_start_that_nobody_waits_for_any_more_is_the_next_caller_s_also_at_the_limit()
    {
        Task<TakenEnvironment<FakeEnvironment>> first = Await(), second = Await(), third = Await();
        made[0].Start(ready: true);
        group.Release((await first).Environment);
        await second; // two are starting, one is waited for

        Task<TakenEnvironment<FakeEnvironment>> fourth = Await();

        Assert.Equal(3, made.Count);
        Assert.Null(group.Await(Spec, "r"));
        made[1].Start(ready: true);
        made[2].Start(ready: true);
        Assert.Equal((made[1], made[2]), ((await third).Environment, (await fourth).Environment));
    }

    [Fact]
    public async Task A_failed_start_is_for_who_waits_and_else_of_no_use()
    {
        Task<TakenEnvironment<FakeEnvironment>> first = Await(), second = Await();
        made[0].Start(ready: false);
        Assert.Equal(new TakenEnvironment<FakeEnvironment>(made[0], IsNew: true), await first); // it runs into the error, and says which
        group.Release(made[0]);
        await second;

        made[1].Start(ready: false);

        Assert.True(made[1].IsDisposed);
        Assert.Equal((1, 1), (group.All.Count, onMachine));
    }

    [Fact]
    public async Task A_bug_in_a_start_is_told_to_one_and_leaves_nothing_behind()
    {
        Task<TakenEnvironment<FakeEnvironment>> waiting = Await();

        made[0].Break();

        await Assert.ThrowsAsync<InvalidOperationException>(() => waiting);
        Assert.Equal((0, 0, true), (group.All.Count, onMachine, made[0].IsDisposed));
    }

    [Fact]
    public async Task One_that_expires_is_given_to_nobody()
    {
        FakeEnvironment busy = await StartedAsync();
        Task<TakenEnvironment<FakeEnvironment>> waiting = Await();
        busy.IsExpiring = true;

        group.Release(busy);

        Assert.True(busy.IsDisposed);
        Assert.Null(group.TakeFree());
        made[1].Start(ready: true);
        Assert.Same(made[1], (await waiting).Environment);
    }

    [Fact]
    public async Task A_retired_group_serves_who_waits_takes_nobody_else_and_ends()
    {
        FakeEnvironment busy = await StartedAsync();
        Task<TakenEnvironment<FakeEnvironment>> waiting = Await();

        group.Retire();

        Assert.True(group.IsRetired);
        Assert.Null(group.Await(Spec, "r"));
        group.Release(busy);
        Assert.Same(busy, (await waiting).Environment);
        made[1].Start(ready: true); // too late for anybody
        group.Release(busy);
        Assert.Equal((true, true, 0, 0), (busy.IsDisposed, made[1].IsDisposed, group.All.Count, onMachine));
    }

    private async Task<TakenEnvironment<FakeEnvironment>> Await() => (await group.Await(Spec, "r")!.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken))!.Value;

    private async Task<FakeEnvironment> StartedAsync()
    {
        Task<TakenEnvironment<FakeEnvironment>> waiting = Await();
        made[^1].Start(ready: true);
        return (await waiting).Environment;
    }
}
