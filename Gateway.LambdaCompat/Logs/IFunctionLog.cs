namespace Gateway.LambdaCompat.Logs;

/// <summary>Takes what functions print. CloudWatch Logs' face reads it elsewhere.</summary>
public interface IFunctionLog
{
    /// <summary>Adds one event; never waits and never fails. A full log drops its oldest events.</summary>
    /// <param name="accountId">The tenant.</param>
    /// <param name="region">As <c>us-east-1</c>.</param>
    /// <param name="group">As <c>/aws/lambda/name</c>.</param>
    /// <param name="stream">As <c>2026/11/22/[$LATEST]0123456789abcdef0123456789abcdef</c>.</param>
    /// <param name="milliseconds">When, since 1970.</param>
    /// <param name="message">One event, most often one line with its line break.</param>
    void Append(string accountId, string region, string group, string stream, long milliseconds, string message);
}
