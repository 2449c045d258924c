namespace Gateway.LambdaCompat.Engine;

/// <summary>Takes the response of a function piece by piece.</summary>
public interface IResponseSink
{
    /// <summary>Called once, before the first byte. A function that answers whole begins, too.</summary>
    /// <param name="contentType">As the runtime sent it; <c>application/vnd.awslambda.http-integration-response</c> announces a prelude.</param>
    /// <param name="token">The invocation is over.</param>
    ValueTask BeginAsync(string contentType, CancellationToken token);

    /// <summary>Takes some bytes; ends when there is room for more.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken token);
}
