using Gateway.Replication.Backup;

namespace Gateway.Replication.Tests.Backup;

public sealed class BackupServiceTests : BackupTest
{
    [Fact]
    public async Task The_log_waits_for_a_sink_but_not_for_ever()
    {
        using SmallPop pop = new(Time);
        pop.Put("a");
        pop.Put("b");
        await pop.DurableAsync();
        await using DeadSink sink = new() { Position = 1 };
        await using BackupService service = new(pop, pop.Log, pop.Reader, [sink], TimeSpan.FromHours(72), Time, (_, _) => { });

        Assert.Equal(1, service.Position);
        Time.Advance(TimeSpan.FromHours(71));
        Assert.Equal(1, service.Position);
        Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(long.MaxValue, service.Position);

        sink.Position = 2; // it came to life: nothing is behind it that is old
        Assert.Equal(2, service.Position);
    }

    [Fact]
    public async Task A_sink_that_never_began_holds_no_more_of_the_log_than_that()
    {
        using SmallPop pop = new(Time);
        for (int i = 0; i < 2000; i++) pop.Add("a");
        await pop.DurableAsync();
        pop.TrimAll();
        pop.Put("b");
        await pop.DurableAsync();
        await using BackupService service = new(pop, pop.Log, pop.Reader, [new DeadSink { Position = -1 }], TimeSpan.FromHours(72), Time, (_, _) => { });

        Assert.Equal(pop.Log.TrimmedSequence, service.Position);
        Time.Advance(TimeSpan.FromHours(73));
        Assert.Equal(long.MaxValue, service.Position);
    }

    [Fact]
    public async Task A_failing_sink_is_told_of_and_does_not_stop_the_others()
    {
        using SmallPop pop = new(Time);
        TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource stepped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using BackupService service = new(
            pop,
            pop.Log,
            pop.Reader,
            [new DeadSink { OnStep = () => throw new BackupFault("no disk") }, new DeadSink { OnStep = () => stepped.TrySetResult() }],
            TimeSpan.FromHours(72),
            Time,
            (_, _) => failed.TrySetResult());

        await failed.Task.WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, TestContext.Current.CancellationToken);
        await stepped.Task.WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal("no disk", service.States[0].Fault);
        Assert.Null(service.States[1].Fault);
    }

    private sealed class DeadSink : IBackupSink
    {
        public Action? OnStep { get; init; }

        public string Name => "dead";

        public long Position { get; set; }

        public ValueTask<bool> StepAsync(CancellationToken token)
        {
            OnStep?.Invoke();
            return ValueTask.FromResult(false);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
