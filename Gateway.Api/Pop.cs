using Gateway.Api.Listeners;
using Gateway.Api.Options;
using Gateway.Api.Wiring;

namespace Gateway.Api;

/// <summary>One PoP, from its port down to its store.</summary>
public sealed class Pop : IAsyncDisposable
{
    private readonly DynamoWiring dynamo;
    private readonly Listener listener;

    private Pop(DynamoWiring dynamo, Listener listener)
    {
        this.dynamo = dynamo;
        this.listener = listener;
    }

    /// <summary>Where it answers.</summary>
    public Uri Endpoint => listener.Endpoint;

    /// <summary>Opens the store and starts to answer.</summary>
    /// <param name="options">Checked ones.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">For request ids and the like; not for secrets.</param>
    /// <param name="token">Gives up starting.</param>
    /// <exception cref="Storage.StoreFault">The store cannot be opened.</exception>
    /// <exception cref="IOException">The port is taken, or the address is not one of this machine.</exception>
    public static async Task<Pop> StartAsync(PopOptions options, TimeProvider time, Random random, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        DynamoWiring dynamo = await DynamoWiring.OpenAsync(options, time, random);
        try
        {
            FaceRouter router = new(dynamo.Handler, new RequestIds(random));
            return new Pop(dynamo, await Listener.StartAsync(options, router, token));
        }
        catch
        {
            await dynamo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no more requests and waits for those under way; the token ends the waiting.</summary>
    public Task DrainAsync(CancellationToken token) => listener.StopAsync(token);

    /// <summary>Stops at once and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await listener.DisposeAsync();
        await dynamo.DisposeAsync();
    }
}
