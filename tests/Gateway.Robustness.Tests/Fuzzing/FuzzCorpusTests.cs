using System.Text.Json.Nodes;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>The corpus is what it says.</summary>
public sealed class FuzzCorpusTests
{
    [Fact]
    public void Every_operation_of_the_service_model_has_a_request()
    {
        HashSet<string> there = [.. FuzzCorpus.Whole.Setup.Concat(FuzzCorpus.Whole.Data).Concat(FuzzCorpus.Whole.Tables).Select(request => request.Operation)];

        Assert.Equal(62, FuzzCorpus.Errors.Count);
        Assert.Empty(FuzzCorpus.Errors.Keys.Except(there));
    }

    [Fact]
    public void Every_request_is_json() => Assert.All(FuzzCorpus.Whole.Setup.Concat(FuzzCorpus.Whole.Data).Concat(FuzzCorpus.Whole.Tables), request => JsonNode.Parse(request.Body));

    [Fact]
    public async Task Most_of_it_is_answered_with_200()
    {
        await using FuzzWorld world = new();
        await world.SetUpAsync(FuzzCorpus.Whole);
        List<string> refused = [];
        FuzzCorpus corpus = FuzzCorpus.Whole.With(world.Known);
        foreach (FuzzRequest request in corpus.Data)
        {
            Assert.Null(await world.SendAsync(request));
            if (world.LastOutcome is not ("200" or "ConditionalCheckFailedException")) refused.Add($"{world.LastOutcome}: {world.LastAnswer} for {request}");
        }

        Assert.True(refused.Count <= 1, string.Join('\n', refused)); // SearchVectors is refused
    }
}
