namespace Gateway.LambdaCompat.Functions;

/// <summary>Lambda's ARNs.</summary>
internal static class Arns
{
    /// <summary>Of a function, with its qualifier if there is one.</summary>
    public static string Function(string region, string accountId, string name, string? qualifier = null) =>
        $"arn:aws:lambda:{region}:{accountId}:function:{name}{(string.IsNullOrEmpty(qualifier) ? "" : $":{qualifier}")}";

    /// <summary>Of a layer.</summary>
    public static string Layer(string region, string accountId, string name) => $"arn:aws:lambda:{region}:{accountId}:layer:{name}";

    /// <summary>Of an event source mapping.</summary>
    public static string Mapping(string region, string accountId, string uuid) => $"arn:aws:lambda:{region}:{accountId}:event-source-mapping:{uuid}";
}
