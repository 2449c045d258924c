using System.Collections.Concurrent;
using Gateway.Robustness.Tests.Fuzzing;
using Gateway.Storage;
using Gateway.Testing;

namespace Gateway.Robustness.Tests.Concurrency;

/// <summary>Many clients at few items, while indexes, streams, expiry and backups come and go: afterwards every part of the store agrees with every other.</summary>
public sealed class ConcurrencyTests
{
    private const int Clients = 8;

    /// <summary>What a client must expect; all else is a fault of ours.</summary>
    private static readonly string[] Expected = ["200", "ConditionalCheckFailedException", "TransactionCanceledException", "TransactionConflictException", "ResourceInUseException", "LimitExceededException", "ResourceNotFoundException", "ValidationException", "ContinuousBackupsUnavailableException", "TableInUseException"];

    [Fact]
    [Trait("Category", "Long")]
    public async Task The_parts_of_the_store_agree_after_many_have_written_at_once()
    {
        int seed = TestSettings.Seed ?? 42;
        int requests = TestSettings.Rounds(1_500);
        await using FuzzWorld world = new(Durability.Fsync);
        Assert.Null(await world.SendAsync(BusyTable.Create));
        ConcurrentDictionary<string, int> outcomes = new();
        ConcurrentQueue<string> faults = new();

        Task[] clients = [.. Enumerable.Range(0, Clients).Select(number => Task.Run(() => AskAsync(new Random(seed + number), requests, table => table.Next()), TestContext.Current.CancellationToken))];
        Task operating = Task.Run(() => AskAsync(new Random(seed - 1), requests / 10, table => table.NextChange()), TestContext.Current.CancellationToken);
        await Task.WhenAll([.. clients, operating]);
        await world.WhenQuietAsync(TestContext.Current.CancellationToken);

        TestContext.Current.SendDiagnosticMessage($"seed {seed}: {string.Join(", ", outcomes.Select(entry => $"{entry.Key} {entry.Value}").Order(StringComparer.Ordinal))}");
        Assert.True(faults.IsEmpty, $"seed {seed}: {string.Join("\n", faults.Take(5))}");
        string? fault = await world.StoreFaultAsync();
        Assert.True(fault is null, $"seed {seed}: {fault}");

        async Task AskAsync(Random random, int count, Func<BusyTable, FuzzRequest> next)
        {
            BusyTable table = new(random);
            FuzzClient client = world.Client();
            for (int i = 0; i < count; i++)
            {
                FuzzRequest request = next(table);
                if (await client.SendAsync(request) is { } wrong) faults.Enqueue($"{request}: {wrong}");
                else if (request.Operation != FuzzRequest.Wait && !Expected.Contains(client.LastOutcome)) faults.Enqueue($"{request}: {client.LastAnswer}");
                else outcomes.AddOrUpdate(request.Operation == FuzzRequest.Wait ? FuzzRequest.Wait : $"{request.Operation} {client.LastOutcome}", 1, (_, known) => known + 1);
            }
        }
    }
}
