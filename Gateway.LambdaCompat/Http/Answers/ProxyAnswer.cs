namespace Gateway.LambdaCompat.Http.Answers;

/// <summary>What a function answered, as HTTP.</summary>
internal sealed class ProxyAnswer
{
    public int Status { get; set; } = 200;

    /// <summary>In order; a name may come again.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>The body as the function wrote it: base64 where it is that.</summary>
    public ReadOnlyMemory<byte> RawBody { get; set; }

    public bool Has(string header) => Headers.Exists(one => one.Key.Equals(header, StringComparison.OrdinalIgnoreCase));

    public string? Header(string name) => Headers.Find(one => one.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
