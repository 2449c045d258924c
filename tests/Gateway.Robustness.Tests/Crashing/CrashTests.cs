using System.Text.Json.Nodes;
using Gateway.Robustness.Tests.Http;
using Gateway.Robustness.Tests.Stores;
using Gateway.Storage.RocksDb;
using Gateway.Testing;
using Gateway.Testing.Gateways;

namespace Gateway.Robustness.Tests.Crashing;

/// <summary>A PoP that is killed under load starts again with all that it acknowledged and nothing half done. <c>tests/crash/run</c> does it as often as one likes.</summary>
public sealed class CrashTests
{
    private const int Writers = 32;

    /// <summary>Before that many requests are answered the PoP is still warming up, and a kill hits little.</summary>
    private const int AcknowledgedMin = 300;

    [Fact]
    [Trait("Category", "Long")]
    public async Task Nothing_acknowledged_is_lost_when_the_process_is_killed()
    {
        int seed = TestSettings.Seed ?? 20_261_122;
        int rounds = TestSettings.Rounds(5);
        Random random = new(seed);
        string folder = Directory.CreateTempSubdirectory("edge-crash-").FullName;
        CancellationToken token = TestContext.Current.CancellationToken;
        CrashWriter[] writers = [.. Enumerable.Range(0, Writers).Select(number => new CrashWriter(number, seed + number))];
        try
        {
            await CreateTablesAsync(folder, token);
            for (int round = 1; round <= rounds; round++)
            {
                await LoadAndKillAsync(folder, writers, random, token);
                if (random.Next(3) == 0) await KillWhileStartingAsync(folder, random, token);
                (int inDoubt, int done) = await CheckAsync(folder, writers, token);
                TestContext.Current.SendDiagnosticMessage($"round {round}: {writers.Sum(writer => writer.Acknowledged)} acknowledged so far, {inDoubt} groups in doubt, {done} of them done");
            }

            CheckStore(folder);
            Assert.All(writers, writer => Assert.True(writer.Acknowledged > 0, $"seed {seed}: a writer wrote nothing"));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Assert.Fail($"seed {seed}: {exception.Message}\n{exception.StackTrace}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Looks into the store itself, which the last process has left as a kill leaves it.</summary>
    private static void CheckStore(string folder)
    {
        using RocksDbStore store = RocksDbStore.Open(Path.Combine(folder, "store"));
        IReadOnlyList<string> faults = StoreChecker.FaultsOf(store);
        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(10)));
    }

    private static async Task CreateTablesAsync(string folder, CancellationToken token)
    {
        await using PopProcess pop = PopProcess.Start(folder);
        await pop.WaitAsync(token);
        using RawConnection connection = await RawConnection.OpenAsync(pop.Port, token);
        PopReader reader = new(connection, token);
        foreach (string table in CrashTables.Create) await reader.AskAsync("DynamoDB_20120810.CreateTable", JsonNode.Parse(table)!.AsObject());
    }

    private static async Task LoadAndKillAsync(string folder, CrashWriter[] writers, Random random, CancellationToken token)
    {
        await using PopProcess pop = PopProcess.Start(folder);
        await pop.WaitAsync(token);
        Task[] running = [.. writers.Select(writer => Task.Run(() => writer.RunAsync(pop.Port, token), token))];
        Task someEnd = Task.WhenAny(running); // a writer that ends before the kill has failed, or the PoP has
        int before = writers.Sum(writer => writer.Acknowledged);
        for (int i = 0; i < 500 && !someEnd.IsCompleted && writers.Sum(writer => writer.Acknowledged) - before < AcknowledgedMin; i++) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, token);
        await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(random.Next(1500)), TimeProvider.System, token), someEnd);
        Assert.False(someEnd.IsCompletedSuccessfully && pop.HasExited, $"The PoP ended by itself: {pop.LastWords()}");
        await pop.KillAsync();
        await Task.WhenAll(running);
    }

    /// <summary>A crash while it mends what the last crash has left.</summary>
    private static async Task KillWhileStartingAsync(string folder, Random random, CancellationToken token)
    {
        await using PopProcess pop = PopProcess.Start(folder);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 400)), TimeProvider.System, token);
    }

    private static async Task<(int InDoubt, int Done)> CheckAsync(string folder, CrashWriter[] writers, CancellationToken token)
    {
        await using PopProcess pop = PopProcess.Start(folder);
        await pop.WaitAsync(token);
        using RawConnection connection = await RawConnection.OpenAsync(pop.Port, token);
        return await CrashChecker.CheckAsync(new PopReader(connection, token), writers);
    }
}
