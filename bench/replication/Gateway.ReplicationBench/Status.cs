using Gateway.Api.Admin;
using Gateway.Replication.Status;

namespace Gateway.ReplicationBench;

/// <summary>What a PoP says of its links.</summary>
internal sealed class Status(LocalPops pops) : IDisposable
{
    private readonly AdminClient admin = new(pops.Folder);

    /// <summary>The link of a PoP to the other one.</summary>
    public async Task<LinkStatus> LinkOfAsync(string pop)
    {
        StatusList list = await admin.AskAsync(HttpMethod.Get, "/v1/status", null, AdminJson.Default.StatusList, CancellationToken.None);
        return list.Pops.First(status => status.Pop == pop).Links[0];
    }

    public Task CutAsync() => SetAsync("/v1/links/cut", """{"pops":[]}"""u8.ToArray());

    public Task HealAsync() => SetAsync("/v1/links/heal", null);

    public void Dispose() => admin.Dispose();

    private async Task SetAsync(string path, byte[]? body) => await admin.AskAsync(HttpMethod.Post, path, body, AdminJson.Default.Done, CancellationToken.None);
}
