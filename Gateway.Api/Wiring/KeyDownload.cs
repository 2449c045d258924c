namespace Gateway.Api.Wiring;

/// <summary>Gets the public keys of token issuers, bounded in time and size.</summary>
internal sealed class KeyDownload : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(3), AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = 1024 * 1024 };

    /// <returns>The document; null if it cannot be had.</returns>
    public async Task<byte[]?> GetAsync(Uri address, CancellationToken token)
    {
        try
        {
            return await client.GetByteArrayAsync(address, token);
        }
        catch (Exception failure) when (failure is HttpRequestException or NotSupportedException || (failure is TaskCanceledException && !token.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose() => client.Dispose();
}
