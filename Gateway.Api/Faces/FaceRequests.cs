using Gateway.Api.Listeners;
using Gateway.DynamoCompat;
using Gateway.Wire.Faces;

namespace Gateway.Api.Faces;

/// <summary>From what Kestrel has read to what a face is given.</summary>
internal static class FaceRequests
{
    /// <param name="exchange">Its body is read.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="requestId">A UUID.</param>
    /// <param name="body">Decompressed.</param>
    public static FaceRequest Of(Exchange exchange, Caller caller, string requestId, ReadOnlyMemory<byte> body) => new()
    {
        AccountId = caller.AccountId,
        Region = caller.Region,
        RequestId = requestId,
        Method = exchange.Method,
        Path = exchange.RawPath,
        Query = exchange.RawQuery,
        Host = exchange.RequestHeaders.Host.ToString(),
        SourceIp = exchange.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "127.0.0.1",
        Protocol = exchange.Protocol,
        Headers = [.. exchange.RequestHeaders.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""))],
        Body = body,
    };
}
