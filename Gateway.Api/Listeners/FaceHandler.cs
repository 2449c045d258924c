using System.Buffers;
using Gateway.DynamoCompat;

namespace Gateway.Api.Listeners;

/// <summary>What a listener hands a request to: <see cref="DynamoFace.RunAsync"/>, or something in its place when only the transport is of interest.</summary>
/// <param name="caller">Who sends it.</param>
/// <param name="target">The header <c>X-Amz-Target</c>.</param>
/// <param name="body">The whole body, decompressed; valid until the task ends.</param>
/// <param name="answer">Takes the answer's bytes.</param>
/// <param name="token">The client has gone.</param>
internal delegate ValueTask<WireResult> FaceHandler(Caller caller, string target, ReadOnlyMemory<byte> body, IBufferWriter<byte> answer, CancellationToken token);
