using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Model;

/// <summary>The document against its executable specification, <c>tests/document-model</c>: the same histories, played twice, show the same items.</summary>
public sealed class ModelDifferentialTests(ITestOutputHelper output)
{
    private const int Usual = 1000;

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(120);

    [Fact]
    [Trait("Category", "Long")]
    public void Random_histories_show_what_the_model_shows()
    {
        using ModelProcess? model = ModelProcess.TryStart(["replay.py"], AnswerMax);
        Assert.SkipWhen(model is null, ModelProcess.Missing);

        int first = TestSettings.Seed ?? 0;
        int rounds = TestSettings.Seed is null ? TestSettings.Rounds(Usual) : 1;
        (int steps, int writes, int smaller) = (0, 0, 0);
        (History History, ModelRecording Recording)? asked = null;
        for (int seed = first; seed <= first + rounds; seed++)
        {
            // The model works on one history while the next one is played here.
            History? history = seed < first + rounds ? Make(seed) : null;
            bool holds = TryPlay(history, out ModelRecording? recording);
            if (asked is { } pending && ModelAnswer.FirstDifference(pending.Recording, Receive(model, pending.History)) is not null) Assert.Fail(Explain(pending.History, model) + Replay(pending.History));
            if (!holds) Assert.Fail(Explain(history!, model) + Replay(history!));
            if (recording is null) break;
            model.Send(recording.Question);
            asked = (history!, recording);
            steps += recording.Steps.Count;
            writes += recording.Steps.Count(step => step.Did == "written");
            smaller += recording.Smaller;
        }

        output.WriteLine($"{rounds} histories from seed {first}: {steps} steps, {writes} writes, {smaller} of them as smaller edits");
        if (rounds >= 1000) Assert.True(writes > rounds * 10 && smaller > rounds, "The histories do too little.");
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Small_lists_become_the_edits_that_the_model_makes_of_them()
    {
        using ModelProcess? model = ModelProcess.TryStart(["replay.py"], AnswerMax);
        Assert.SkipWhen(model is null, ModelProcess.Missing);
        Value[] lists = [.. Enumerable.Range(0, 4).SelectMany(length => Lists(length, numbers: 3))];
        HistoryStep[] steps = [.. lists.SelectMany(before => lists.SelectMany(after => new[] { before, after })).Select(list => new HistoryStep.Write(0, Request.Of(Request.Set("z", list))))];
        History history = new(0, PutMode.Merge, [0], [new HistoryStep.Write(0, new Request.Put(Value.EmptyMap)), .. steps]);
        if (Difference(history, model) is not null) Assert.Fail(Explain(history, model));
    }

    [Fact]
    [Trait("Category", "Long")]
    public void The_named_cases_of_the_model_pass()
    {
        using ModelProcess? model = ModelProcess.TryStart(["-c", "import pairs; pairs.named()"], AnswerMax);
        Assert.SkipWhen(model is null, ModelProcess.Missing);
        (int exitCode, string errors) = model.Finish();
        Assert.True(exitCode == 0, errors);
    }

    [Fact]
    public void A_crash_of_the_model_is_told_with_its_words()
    {
        using ModelProcess? model = ModelProcess.TryStart(["-c", "input(); raise ValueError('no such rule')"], AnswerMax);
        Assert.SkipWhen(model is null, ModelProcess.Missing);
        model.Send("?");
        Assert.Contains("no such rule", Assert.Throws<InvalidOperationException>(model.Receive).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_silent_model_is_ended()
    {
        using ModelProcess? model = ModelProcess.TryStart(["-c", "input(); input()"], TimeSpan.FromMilliseconds(50));
        Assert.SkipWhen(model is null, ModelProcess.Missing);
        Assert.Contains("did not answer", Assert.Throws<InvalidOperationException>(model.Receive).Message, StringComparison.Ordinal);
    }

    /// <summary>All lists of that length with that many different numbers.</summary>
    private static IEnumerable<Value> Lists(int length, int numbers) => Enumerable.Range(0, (int)Math.Pow(numbers, length))
        .Select(code => Value.List(Enumerable.Range(0, length).Select(i => Value.Number(code / (int)Math.Pow(numbers, i) % numbers))));

    /// <summary>Every second history has a share of requests that the generator for the model does not make.</summary>
    private static History Make(int seed)
    {
        History history = HistoryGenerator.Make(seed, modelOnly: true);
        Random random = new(seed);
        if (random.Next(2) == 0) return history;
        NestedRequests requests = new(random);
        return history with { Steps = [.. history.Steps.Select(Changed)] };

        HistoryStep Changed(HistoryStep step) => step is not HistoryStep.Write write ? step : random.Next(4) switch
        {
            0 => write,
            1 => new HistoryStep.Rewrite(write.Replica, random.Next()),
            _ => write with { Request = requests.Next() },
        };
    }

    private static bool TryPlay(History? history, out ModelRecording? recording)
    {
        recording = null;
        if (history is null) return true;
        try
        {
            recording = ModelRecorder.Play(history);
            return true;
        }
        catch (HistoryFailureException)
        {
            return false;
        }
    }

    private static string Receive(ModelProcess model, History history)
    {
        try
        {
            return model.Receive();
        }
        catch (InvalidOperationException crash)
        {
            throw new InvalidOperationException($"{crash.Message}{Environment.NewLine}It was asked about{Environment.NewLine}{history}{Replay(history)}", crash);
        }
    }

    private static string? Difference(History history, ModelProcess model)
    {
        try
        {
            ModelRecording recording = ModelRecorder.Play(history);
            model.Send(recording.Question);
            return ModelAnswer.FirstDifference(recording, model.Receive());
        }
        catch (HistoryFailureException failure)
        {
            return failure.Message;
        }
    }

    private static string Explain(History history, ModelProcess model)
    {
        History small = HistoryShrinker.Shrink(history, candidate => Difference(candidate, model) is null ? null : "model");
        return string.Join(
            Environment.NewLine,
            "The document and its model differ: " + Difference(small, model),
            "Shrunk history:",
            small);
    }

    private static string Replay(History history) => $"{Environment.NewLine}Replay: EDGE_SEED={history.Seed} ./test ModelDifferential";
}
