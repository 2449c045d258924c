using System.Buffers;

namespace Gateway.DynamoCompat;

/// <summary>DynamoDB's face: takes the bytes of a request of a known caller and writes the bytes of the answer.</summary>
public sealed class DynamoFace
{
    private readonly byte[] unknownOperation = "{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}"u8.ToArray();

    /// <summary>Runs one request.</summary>
    /// <param name="caller">Who sends it.</param>
    /// <param name="target">The header <c>X-Amz-Target</c>, as <c>DynamoDB_20120810.GetItem</c>.</param>
    /// <param name="body">The whole body, decompressed.</param>
    /// <param name="answer">Takes the answer's JSON, or the error's.</param>
    /// <param name="token">The client has gone.</param>
    public ValueTask<WireResult> RunAsync(Caller caller, string target, ReadOnlyMemory<byte> body, IBufferWriter<byte> answer, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(answer);
        answer.Write(unknownOperation);
        return ValueTask.FromResult(new WireResult(400));
    }
}
