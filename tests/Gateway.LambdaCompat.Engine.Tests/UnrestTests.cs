namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>Everything at once: nothing gets stuck, nothing is left.</summary>
public sealed class UnrestTests
{
    private const string Moody = """
        let calls = 0;
        exports.handler = async (event) => {
          calls++;
          if (event.mood === 'exit') process.exit(1);
          if (event.mood === 'throw') throw new Error('mood');
          if (event.mood === 'loop') for (;;);
          if (event.mood === 'late') setTimeout(() => process.exit(2), 1);
          if (event.mood === 'fork') require('child_process').spawn('sleep', ['100'], { detached: true, stdio: 'ignore' });
          return event.n;
        };
        """;

    [Fact]
    [Trait("Category", "Long")]
    public async Task Moody_functions_answer_every_call_and_leave_nothing_behind()
    {
        string[] moods = ["", "", "", "", "exit", "throw", "late", "fork", "loop"];
        string work;
        int open = Directory.GetFiles("/proc/self/fd").Length;
        await using (FunctionHost host = await FunctionHost.StartAsync(options => options with { BlanksPerKind = 2 }))
        {
            EnvironmentSpec[] functions = [.. Enumerable.Range(0, 3).Select(_ => host.Node(Moody) with { Timeout = TimeSpan.FromSeconds(1), EnvironmentsMax = 4 })];
            await Task.WhenAll(Enumerable.Range(0, 8).Select(async caller =>
            {
                Random random = new(caller);
                for (int n = 0; n < 40; n++)
                {
                    string mood = moods[random.Next(moods.Length)];
                    EnvironmentSpec spec = functions[random.Next(functions.Length)];
                    InvocationOutcome outcome = await host.RawAsync(spec, $$"""{"mood":"{{mood}}","n":{{n}}}""");
                    if (random.Next(40) == 0) host.Engine.Retire(spec.Key);
                    if (outcome.Status == InvocationStatus.Throttled) continue;
                    string expected = mood switch { "exit" => "Runtime.ExitError", "throw" => "Error", "loop" => "Sandbox.Timedout", _ => "" };
                    if (outcome.ErrorType is "Runtime.ExitError" or "Sandbox.Timedout") continue; // its own, or of a call before it that was late, or of a machine that is busy
                    Assert.Equal(expected, outcome.ErrorType ?? "");
                    if (expected.Length == 0) Assert.Equal($"{n}", FunctionHost.Text(outcome));
                }
            }));
            Assert.InRange(host.Engine.EnvironmentCount, 0, 12);
            work = host.WorkFolder;
        }

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, open + 100); // other tests run beside this one
        Assert.DoesNotContain(Directory.GetDirectories("/proc"), process => CommandOf(process).Contains(work, StringComparison.Ordinal));
    }

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(process + "/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
