using Gateway.LambdaCompat.Engine.Environments;
using Gateway.Testing;

namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>Everything that can happen to a group, in any order: whoever waits is told, no environment has two at once, and nothing is left.</summary>
public sealed class TurnUnrestTests
{
    private static readonly EnvironmentSpec Spec = FakeEnvironment.SpecOf(environmentsMax: 9);

    [Fact]
    public void In_any_order_everyone_is_served_and_no_environment_serves_two()
    {
        int first = TestSettings.Seed ?? 1;
        int served = 0;
        int queued = 0;
        for (int seed = first; seed < first + TestSettings.Rounds(400); seed++)
        {
            Story story = new(new Random(seed));
            try
            {
                story.Run();
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"EDGE_SEED={seed} EDGE_ROUNDS=1: {fault.Message}", fault);
            }

            served += story.Served;
            queued += story.ServedByAnother;
        }

        Assert.True(served > 0 && queued > 0);
    }

    private sealed class Story
    {
        private readonly Random random;
        private readonly ManualTimeProvider time = new();
        private readonly List<FakeEnvironment> made = [];
        private readonly HashSet<FakeEnvironment> serving = [];
        private readonly List<Task<TakenEnvironment<FakeEnvironment>?>> waiting = [];
        private readonly EnvironmentGroup<FakeEnvironment> group;
        private readonly int longPercent;
        private readonly int machineMax;
        private int onMachine;
        private bool isRetired;

        public Story(Random random)
        {
            this.random = random;
            longPercent = random.Next(4) * random.Next(10);
            machineMax = random.Next(3) == 0 ? 4 : 100;
            group = new EnvironmentGroup<FakeEnvironment>(TryReserve, Create, () => onMachine--, turnsMax: 1 + random.Next(3), time);
        }

        public int Served { get; private set; }

        public int ServedByAnother { get; private set; }

        public void Run()
        {
            int steps = 50 + random.Next(300);
            for (int i = 0; i < steps; i++)
            {
                Step(random.Next(100));
                See();
            }

            for (int i = 0; i < 50; i++) // what runs goes on running: nobody needs its end
            {
                time.Advance(TimeSpan.FromMilliseconds(2));
                EndStarts(ready: true);
                See();
            }

            Assert.Empty(waiting);
            foreach (FakeEnvironment environment in serving) group.Release(environment);
            group.Retire();
            Assert.All(made, environment => Assert.True(environment.IsDisposed));
            Assert.Equal((0, 0), (group.All.Count, onMachine));
        }

        private bool TryReserve()
        {
            if (onMachine >= machineMax) return false;
            onMachine++;
            return true;
        }

        private FakeEnvironment Create(EnvironmentSpec spec, bool isProvisioned, Action<FakeEnvironment> released, Action<FakeEnvironment> lost)
        {
            made.Add(new FakeEnvironment { IsProvisioned = isProvisioned });
            return made[^1];
        }

        private void Step(int choice)
        {
            if (choice < 45) Arrive();
            else if (choice < 85) EndRun();
            else if (choice < 90) EndStart();
            else if (choice < 92) time.Advance(TimeSpan.FromMilliseconds(random.Next(20)));
            else if (choice < 94 && made.Count > 0) made[random.Next(made.Count)].IsExpiring = true;
            else if (choice < 96 && group.Oldest is { } oldest) group.TryEvict(oldest);
            else if (choice < 97 && group.TryMake(Spec, isProvisioned: true) is { } provisioned) provisioned.Start(ready: true);
            else if (choice < 98) group.EndIdle(random.Next(2));
            else if (choice < 99 && random.Next(20) == 0) Retire();
            foreach (FakeEnvironment ready in group.All.Where(environment => environment is { IsProvisioned: true, IsStarted: true, WasReleased: false }))
            {
                ready.WasReleased = true;
                group.Release(ready);
            }
        }

        private void Arrive()
        {
            if (group.TakeFree() is { } taken) Serve(taken);
            else if (group.Await(Spec, "r") is { } arrival) waiting.Add(arrival);
            Assert.InRange(serving.Count + waiting.Count(one => !one.IsCompleted), 0, Spec.EnvironmentsMax);
        }

        private void EndRun()
        {
            time.Advance(random.Next(100) < longPercent ? TimeSpan.FromMilliseconds(random.Next(40)) : TimeSpan.FromMicroseconds(random.Next(300)));
            See();
            if (serving.Count == 0) return;
            FakeEnvironment ended = serving.ElementAt(random.Next(serving.Count));
            serving.Remove(ended);
            group.Release(ended);
        }

        private void EndStart()
        {
            FakeEnvironment[] pending = [.. made.Where(environment => !environment.IsStarted)];
            if (pending.Length == 0) return;
            FakeEnvironment one = pending[random.Next(pending.Length)];
            if (random.Next(20) == 0) one.Break();
            else one.Start(ready: random.Next(20) > 0);
        }

        private void EndStarts(bool ready)
        {
            foreach (FakeEnvironment pending in made.Where(environment => !environment.IsStarted).ToArray()) pending.Start(ready);
        }

        private void Retire()
        {
            isRetired = true;
            group.Retire();
        }

        /// <summary>Who has been served by now.</summary>
        private void See()
        {
            foreach (Task<TakenEnvironment<FakeEnvironment>?> arrival in waiting.Where(one => one.IsCompleted).ToArray())
            {
                waiting.Remove(arrival);
                if (arrival is not { IsFaulted: false, Result: { } taken }) continue; // a bug in its start, or no room
                Serve(taken.Environment);
                if (!taken.IsNew) ServedByAnother++;
            }

            if (isRetired) Assert.Null(group.TakeFree());
        }

        private void Serve(FakeEnvironment environment)
        {
            Assert.True(serving.Add(environment), "it serves another one");
            Assert.False(environment.IsDisposed, "it has ended");
            Served++;
        }
    }
}
