using Gateway.LambdaCompat.Logs;
using Gateway.StackCompat.Logs;

namespace Gateway.Api.Wiring;

/// <summary>What functions print, into the PoP's own CloudWatch Logs.</summary>
internal sealed class PopLog(FunctionLogStore logs) : IFunctionLog
{
    public void Append(string accountId, string region, string group, string stream, long milliseconds, string message) => logs.Append(accountId, region, group, stream, milliseconds, message);
}
