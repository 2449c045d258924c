namespace Gateway.HttpBench;

/// <summary>One request: the operation's name and the JSON body.</summary>
internal readonly record struct WireRequest(string Operation, string Body)
{
    /// <summary>The header <c>X-Amz-Target</c>.</summary>
    public string Target => TargetOf(Operation);

    public static string TargetOf(string operation) => $"DynamoDB_20120810.{operation}";
}
