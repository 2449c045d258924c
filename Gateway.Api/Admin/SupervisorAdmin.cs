using System.Text.Json;
using Gateway.Api.Cluster;
using Gateway.Replication.Status;

namespace Gateway.Api.Admin;

/// <summary>What an operator can ask of a process that runs several PoPs: it asks them, and knows which links are cut.</summary>
/// <param name="pops">The PoPs, the central one first: names and data folders.</param>
internal sealed class SupervisorAdmin(IReadOnlyList<(string Name, string Folder)> pops) : IAdminActions
{
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly HashSet<(string One, string Other)> cut = [];

    public async ValueTask<StatusList> StatusAsync(CancellationToken token)
    {
        StatusList?[] answers = await Task.WhenAll(pops.Select(async pop =>
        {
            try
            {
                return await AskAsync(pop.Folder, HttpMethod.Get, "/v1/status", null, AdminJson.Default.StatusList, token);
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }));
        return new StatusList
        {
            Pops = [.. answers.SelectMany(answer => answer?.Pops ?? Enumerable.Empty<ReplicationStatus>())],
            Silent = [.. pops.Where((_, index) => answers[index] is null).Select(pop => pop.Name)],
        };
    }

    public ValueTask<PopList> ListAsync(CancellationToken token) => AskCentralAsync(HttpMethod.Get, "/v1/pops", null, AdminJson.Default.PopList, token);

    public ValueTask<AddedPop> AddAsync(AddPop request, CancellationToken token) =>
        AskCentralAsync(HttpMethod.Post, "/v1/pops", JsonSerializer.SerializeToUtf8Bytes(request, AdminJson.Default.AddPop), AdminJson.Default.AddedPop, token);

    public ValueTask<Done> RemoveAsync(string name, CancellationToken token) => AskCentralAsync(HttpMethod.Delete, $"/v1/pops/{Uri.EscapeDataString(name)}", null, AdminJson.Default.Done, token);

    /// <summary>The one that is named compares with all others; with no name, each does.</summary>
    public async ValueTask<ComparisonList> CompareAsync(ComparePops request, CancellationToken token)
    {
        if (request.Pop is { } name && pops.All(pop => pop.Name != name)) throw new AdminFault($"there is no PoP {name} here");
        List<AskedComparison> asked = [];
        foreach ((string pop, string folder) in pops.Where(pop => request.Pop is null || pop.Name == request.Pop))
        {
            try
            {
                asked.AddRange((await AskAsync(folder, HttpMethod.Post, "/v1/compare", "{}"u8.ToArray(), AdminJson.Default.ComparisonList, token)).Comparisons);
            }
            catch (HttpRequestException failure) when (request.Pop is not null)
            {
                throw new AdminFault($"{pop} does not answer: {failure.Message}");
            }
            catch (HttpRequestException)
            {
                continue; // the others compare with it
            }
        }

        return new ComparisonList { Comparisons = asked };
    }

    public async ValueTask<Done> CutAsync(CutList request, CancellationToken token)
    {
        if (request.Pops.FirstOrDefault(name => pops.All(pop => pop.Name != name)) is { } unknown) throw new AdminFault($"there is no PoP {unknown} here");
        await oneAtATime.WaitAsync(token);
        try
        {
            foreach (string one in pops.Select(pop => pop.Name))
            {
                foreach (string other in pops.Select(pop => pop.Name))
                {
                    bool isBetween = request.Pops.Count == 0 || request.Pops.Contains(one) != request.Pops.Contains(other);
                    if (one != other && isBetween) cut.Add((one, other));
                }
            }

            await TellAllAsync(token);
        }
        finally
        {
            oneAtATime.Release();
        }

        return new Done(request.Pops.Count == 0 ? "All links are cut." : $"Cut off from the others: {string.Join(", ", request.Pops)}.");
    }

    public async ValueTask<Done> HealAsync(CancellationToken token)
    {
        await oneAtATime.WaitAsync(token);
        try
        {
            cut.Clear();
            await TellAllAsync(token);
        }
        finally
        {
            oneAtATime.Release();
        }

        return new Done("All links are whole.");
    }

    public ValueTask<Done> SetCutAsync(CutList request, CancellationToken token) => throw new AdminFault("ask for POST /v1/links/cut");

    public void Dispose() => oneAtATime.Dispose();

    /// <summary>A PoP that does not run finds it in its folder when it starts.</summary>
    private Task TellAllAsync(CancellationToken token) => Task.WhenAll(pops.Select(async pop =>
    {
        CutList peers = new([.. cut.Where(link => link.One == pop.Name).Select(link => link.Other).Order(StringComparer.Ordinal)]);
        ClusterFolder.Find(pop.Folder)?.WriteCut(peers.Pops);
        try
        {
            await AskAsync(pop.Folder, HttpMethod.Put, "/v1/links", JsonSerializer.SerializeToUtf8Bytes(peers, AdminJson.Default.CutList), AdminJson.Default.Done, token);
        }
        catch (HttpRequestException)
        {
            return; // it starts soon
        }
    }));

    private async ValueTask<T> AskCentralAsync<T>(HttpMethod method, string path, byte[]? body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken token)
    {
        try
        {
            return await AskAsync(pops[0].Folder, method, path, body, type, token);
        }
        catch (HttpRequestException failure)
        {
            throw new AdminFault($"{pops[0].Name} does not answer: {failure.Message}");
        }
    }

    private static async Task<T> AskAsync<T>(string folder, HttpMethod method, string path, byte[]? body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken token)
    {
        using AdminClient client = new(folder);
        return await client.AskAsync(method, path, body, type, token);
    }
}
