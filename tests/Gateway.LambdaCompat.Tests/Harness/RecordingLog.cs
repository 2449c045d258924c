using System.Threading.Channels;
using Gateway.LambdaCompat.Logs;

namespace Gateway.LambdaCompat.Tests.Harness;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLog : IFunctionLog
{
    private readonly Channel<(string Group, string Stream, string Message)> events = Channel.CreateUnbounded<(string, string, string)>();

    public void Append(string accountId, string region, string group, string stream, long milliseconds, string message) => events.Writer.TryWrite((group, stream, message));

    public async Task<(string Group, string Stream, string Message)> NextAsync() => await events.Reader.ReadAsync(TestContext.Current.CancellationToken).SoonAsync();
}
