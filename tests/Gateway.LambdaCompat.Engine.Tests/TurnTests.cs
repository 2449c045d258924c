using Gateway.LambdaCompat.Engine.Environments;
using Gateway.Testing;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>Very short invocations take turns, two at a time here; nobody waits long for that.</summary>
public sealed class TurnTests
{
    private const int TurnsMax = 2;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(0.5);

    private static readonly EnvironmentSpec Spec = FakeEnvironment.SpecOf(environmentsMax: 8);

    private readonly ManualTimeProvider time = new();
    private readonly List<FakeEnvironment> made = [];
    private readonly EnvironmentGroup<FakeEnvironment> group;
    private int onMachine;
    private int machineMax = 100;

    public TurnTests() => group = new EnvironmentGroup<FakeEnvironment>(
        () =>
        {
            if (onMachine >= machineMax) return false;
            onMachine++;
            return true;
        },
        (_, isProvisioned, _, _) =>
        {
            made.Add(new FakeEnvironment { IsProvisioned = isProvisioned });
            return made[^1];
        },
        () => onMachine--,
        TurnsMax,
        time);

    [Fact]
    public async Task The_next_short_one_waits_for_the_first_that_becomes_free_although_others_are_idle()
    {
        (FakeEnvironment first, FakeEnvironment second) = await TwoBusyAsync(idle: 1);

        Assert.Null(group.TakeFree());
        Task<TakenEnvironment<FakeEnvironment>?> third = group.Await(Spec, "r")!, fourth = group.Await(Spec, "r")!;
        Pass(Short);
        group.Release(second);

        Assert.Same(second, (await SoonAsync(third)).Environment);
        Assert.False(fourth.IsCompleted);
        group.Release(first);
        Assert.Same(first, (await SoonAsync(fourth)).Environment);
        Assert.Equal(3, made.Count);
    }

    [Fact]
    public async Task Of_a_function_that_takes_longer_everyone_has_an_environment()
    {
        FakeEnvironment[] idle = await StartedAsync(4);
        Run(TimeSpan.FromMilliseconds(3), 1);
        Assert.All(idle, _ => Assert.NotNull(group.TakeFree()));
        Assert.False(group.Await(Spec, "r")!.IsCompleted);
        Assert.Equal(5, made.Count);
    }

    [Fact]
    public async Task Two_long_runs_end_the_turns_one_does_not_and_short_ones_bring_them_back()
    {
        await StartedAsync(4);
        Run(Short, 10);
        Run(TimeSpan.FromMilliseconds(30), 1); // as a collection of garbage
        AssertTurns();
        Run(TimeSpan.FromMilliseconds(30), 2);
        FakeEnvironment[] busy = [.. Enumerable.Range(0, 4).Select(_ => group.TakeFree()!)];
        Assert.DoesNotContain(null, busy);
        foreach (FakeEnvironment environment in busy) group.Release(environment);

        Run(Short, 30);
        AssertTurns();
    }

    [Fact]
    public async Task Those_that_hang_hold_up_nobody()
    {
        await TwoBusyAsync(idle: 1);
        Task<TakenEnvironment<FakeEnvironment>?> third = group.Await(Spec, "r")!, fourth = group.Await(Spec, "r")!;

        Pass(TimeSpan.FromMilliseconds(6));

        Assert.Same(made[2], (await SoonAsync(third)).Environment); // was idle
        Assert.Equal(4, made.Count);
        made[3].Start(ready: true);
        Assert.Equal(new TakenEnvironment<FakeEnvironment>(made[3], IsNew: true), await SoonAsync(fourth));
    }

    [Fact]
    public async Task Nobody_waits_longer_than_ten_milliseconds_although_turns_go_on()
    {
        await TwoBusyAsync(idle: 1);
        List<Task<TakenEnvironment<FakeEnvironment>?>> waiting = [.. Enumerable.Range(0, 6).Select(_ => group.Await(Spec, "r")!)];
        List<FakeEnvironment> running = [made[0], made[1]];
        for (int turn = 0; turn < 3; turn++) // one at a time ends
        {
            Pass(TimeSpan.FromMilliseconds(3));
            group.Release(running[turn % 2]);
        }

        Pass(TimeSpan.FromMilliseconds(3));
        for (int i = 2; i < made.Count; i++) if (!made[i].IsStarted) made[i].Start(ready: true);
        foreach (Task<TakenEnvironment<FakeEnvironment>?> one in waiting) await SoonAsync(one);
    }

    [Fact]
    public async Task Who_waits_for_a_turn_counts_at_the_limit()
    {
        await TwoBusyAsync(idle: 0);
        for (int i = TurnsMax; i < Spec.EnvironmentsMax; i++) Assert.NotNull(group.Await(Spec, "r"));
        Assert.Null(group.Await(Spec, "r"));
        Assert.Equal(2, made.Count);
        group.Release(made[0]); // goes to one that waits, and one has ended
        Assert.NotNull(group.Await(Spec, "r"));
        Assert.Null(group.Await(Spec, "r"));
    }

    [Fact]
    public async Task While_many_run_at_once_a_trial_shows_that_they_are_short()
    {
        FakeEnvironment[] all = await StartedAsync(6);
        List<FakeEnvironment> busy = [.. all.Select(_ => group.TakeFree()!)];
        for (int round = 0; round < 60; round++) // six at once take three milliseconds each
        {
            Pass(TimeSpan.FromMilliseconds(3 / 6.0));
            group.Release(busy[0]);
            busy.RemoveAt(0);
            if (group.TakeFree() is not { } next) break;
            busy.Add(next);
        }

        Assert.True(busy.Count < 6); // the trial has begun
        for (int round = 0; round < 12; round++)
        {
            Pass(Short);
            foreach (FakeEnvironment environment in busy) group.Release(environment);
            busy.Clear();
            while (group.TakeFree() is { } next) busy.Add(next);
        }

        Pass(TimeSpan.FromMilliseconds(1)); // the trial is over by now, and the turns go on
        Assert.Equal(TurnsMax, busy.Count);
        Assert.Null(group.TakeFree());
    }

    [Fact]
    public async Task A_retired_group_serves_who_waits_for_a_turn_also_if_nothing_becomes_free()
    {
        await TwoBusyAsync(idle: 2);
        Task<TakenEnvironment<FakeEnvironment>?> third = group.Await(Spec, "r")!, fourth = group.Await(Spec, "r")!;
        group.Retire();
        Assert.True(made[2].IsDisposed);

        group.Release(made[0]);
        Assert.Same(made[0], (await SoonAsync(third)).Environment);
        Pass(TimeSpan.FromMilliseconds(12));
        made[4].Start(ready: true);
        Assert.Same(made[4], (await SoonAsync(fourth)).Environment);

        foreach (int i in (int[])[0, 1, 4]) group.Release(made[i]);
        Assert.All(made, environment => Assert.True(environment.IsDisposed));
        Assert.Equal((0, 0), (group.All.Count, onMachine));
    }

    [Fact]
    public async Task When_what_runs_cannot_be_used_again_another_one_is_taken_at_once()
    {
        (FakeEnvironment first, FakeEnvironment second) = await TwoBusyAsync(idle: 1);
        Task<TakenEnvironment<FakeEnvironment>?> third = group.Await(Spec, "r")!, fourth = group.Await(Spec, "r")!;
        first.IsExpiring = second.IsExpiring = true;

        group.Release(first);
        Assert.Same(made[2], (await SoonAsync(third)).Environment);
        group.Release(second);
        Assert.Equal(4, made.Count);
        made[3].Start(ready: true);
        Assert.Same(made[3], (await SoonAsync(fourth)).Environment);
    }

    [Fact]
    public async Task Idle_ones_that_are_evicted_expire_or_are_lost_meanwhile_are_replaced()
    {
        (FakeEnvironment first, _) = await TwoBusyAsync(idle: 2);
        Task<TakenEnvironment<FakeEnvironment>?> third = group.Await(Spec, "r")!;
        Assert.True(group.TryEvict(group.Oldest!));
        made.Find(environment => environment != first && !environment.IsDisposed && group.All.Contains(environment) && environment != made[1])!.IsExpiring = true;

        Pass(TimeSpan.FromMilliseconds(12));

        Assert.Equal(5, made.Count);
        made[4].Start(ready: true);
        Assert.Same(made[4], (await SoonAsync(third)).Environment);
        Assert.Equal((3, 3), (group.All.Count, onMachine));
    }

    [Fact]
    public async Task Without_room_on_the_machine_who_waits_is_refused_once_nothing_moves()
    {
        await TwoBusyAsync(idle: 0);
        machineMax = 2;
        Task<TakenEnvironment<FakeEnvironment>?> third = group.Await(Spec, "r")!, fourth = group.Await(Spec, "r")!;
        Pass(TimeSpan.FromMilliseconds(3));
        group.Release(made[0]);
        Assert.Same(made[0], (await SoonAsync(third)).Environment);

        Pass(TimeSpan.FromMilliseconds(4));
        Assert.False(fourth.IsCompleted); // the other one moves
        Pass(TimeSpan.FromMilliseconds(10));
        Assert.Null(await fourth.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_provisioned_one_that_is_ready_serves_who_waits()
    {
        (FakeEnvironment first, _) = await TwoBusyAsync(idle: 0);
        FakeEnvironment provisioned = group.TryMake(Spec, isProvisioned: true)!;
        Task<TakenEnvironment<FakeEnvironment>?> third = group.Await(Spec, "r")!;
        group.Release(provisioned);
        Assert.False(third.IsCompleted); // two run
        Pass(TimeSpan.FromMilliseconds(6));
        Assert.Same(provisioned, (await SoonAsync(third)).Environment);
        group.Release(first);
        Assert.Equal(1, group.Provision(1));
    }

    private async Task<(FakeEnvironment First, FakeEnvironment Second)> TwoBusyAsync(int idle)
    {
        await StartedAsync(2 + idle);
        Run(Short, 10);
        made.Reverse(0, made.Count); // the last ones used first
        group.TakeFree();
        group.TakeFree();
        return (made[0], made[1]);
    }

    private void AssertTurns()
    {
        FakeEnvironment?[] busy = [group.TakeFree(), group.TakeFree(), group.TakeFree()];
        Assert.Equal(TurnsMax, busy.OfType<FakeEnvironment>().Count());
        Pass(Short);
        foreach (FakeEnvironment environment in busy.OfType<FakeEnvironment>()) group.Release(environment);
    }

    /// <summary>Free ones.</summary>
    private async Task<FakeEnvironment[]> StartedAsync(int count)
    {
        Task<TakenEnvironment<FakeEnvironment>?>[] waiting = [.. Enumerable.Range(0, count).Select(_ => group.Await(Spec, "r")!)];
        foreach (FakeEnvironment environment in made) environment.Start(ready: true);
        foreach (Task<TakenEnvironment<FakeEnvironment>?> one in waiting) await SoonAsync(one);
        foreach (FakeEnvironment environment in made) group.Release(environment);
        return [.. made];
    }

    /// <summary>One after another.</summary>
    private void Run(TimeSpan each, int count)
    {
        for (int i = 0; i < count; i++)
        {
            FakeEnvironment taken = group.TakeFree()!;
            Pass(each);
            group.Release(taken);
        }
    }

    private void Pass(TimeSpan span) => time.Advance(span);

    private static async Task<TakenEnvironment<FakeEnvironment>> SoonAsync(Task<TakenEnvironment<FakeEnvironment>?> waiting) =>
        (await waiting.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken))!.Value;
}
