namespace Gateway.LambdaCompat.Engine.Tests;

/// <summary>Keeps what was streamed.</summary>
internal sealed class RecordedSink : IResponseSink
{
    private readonly List<byte> bytes = [];

    public string? ContentType { get; private set; }

    public int Pieces { get; private set; }

    public byte[] Bytes => [.. bytes];

    public ValueTask BeginAsync(string contentType, CancellationToken token)
    {
        Assert.Null(ContentType);
        ContentType = contentType;
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        Assert.NotNull(ContentType);
        Pieces++;
        this.bytes.AddRange(bytes.Span);
        return ValueTask.CompletedTask;
    }
}
