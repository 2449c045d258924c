using Gateway.Api;
using Gateway.Api.Options;
using Gateway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Testing.Gateways;

/// <summary>A whole PoP in this process: on a free loopback port, over a store in a folder that goes with it.</summary>
public sealed class GatewayUnderTest : IAsyncDisposable
{
    private readonly Pop pop;
    private readonly string folder;

    private GatewayUnderTest(Pop pop, string folder)
    {
        this.pop = pop;
        this.folder = folder;
    }

    /// <summary>As <c>http://127.0.0.1:40123/</c>; what an SDK takes as its service URL.</summary>
    public Uri Endpoint => pop.Endpoint;

    /// <param name="change">Other options than the defaults; host, port and folder are set already. <c>options => options with { ... }</c></param>
    /// <param name="time">The clock; the system's if none is given.</param>
    public static async Task<GatewayUnderTest> StartAsync(Func<PopOptions, PopOptions>? change = null, TimeProvider? time = null)
    {
        string folder = Directory.CreateTempSubdirectory("edge-").FullName;
        PopOptions options = new() { Port = 0, DataFolder = folder, Durability = Durability.Os };
        try
        {
            Pop pop = await Pop.StartAsync(change?.Invoke(options) ?? options, time ?? TimeProvider.System, new Random(TestSettings.Seed ?? 1), NullLoggerFactory.Instance, CancellationToken.None);
            return new GatewayUnderTest(pop, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await pop.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
