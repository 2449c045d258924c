using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Gateway.DynamoCompat;
using Gateway.Testing;

namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>Sends requests to a face, one after the other. For one thread; a world may have many.</summary>
internal sealed class FuzzClient(DynamoFace face, ManualTimeProvider time, ConcurrentQueue<string> bugs)
{
    private static readonly TimeSpan BetweenRequests = TimeSpan.FromMilliseconds(10);
    private static readonly Caller Somebody = new("000000000000", "us-east-1");

    private readonly ArrayBufferWriter<byte> answer = new();

    /// <summary>How the last request was answered: <c>200</c>, or the error's name.</summary>
    public string LastOutcome { get; private set; } = "";

    public string LastAnswer => Encoding.UTF8.GetString(answer.WrittenSpan);

    /// <summary>Sends one request.</summary>
    /// <returns>What is wrong with the answer; null if nothing is.</returns>
    public async ValueTask<string?> SendAsync(FuzzRequest request)
    {
        if (request.Operation == FuzzRequest.Wait)
        {
            time.Advance(TimeSpan.FromSeconds(int.Parse(request.Body, CultureInfo.InvariantCulture)));
            return null;
        }

        time.Advance(BetweenRequests);
        answer.ResetWrittenCount();
        try
        {
            WireResult result = await face.RunAsync(Somebody, request.Target, request.Body, answer, CancellationToken.None);
            LastOutcome = result.Status == 200 ? "200" : AnswerRules.ErrorNameOf(answer.WrittenSpan);
            return bugs.TryDequeue(out string? bug) ? bug : AnswerRules.FaultOf(request, result.Status, answer.WrittenMemory);
        }
        catch (Exception exception) // any exception that leaves the face is what this looks for
        {
            return exception.ToString();
        }
    }
}
