namespace Gateway.Api.Listeners;

/// <summary>The names under which AWS serves DynamoDB: a DNS or hosts entry may point them here.</summary>
/// <remarks>Source: doc Service endpoints and quotas; account-based endpoints; model endpoint rules.</remarks>
internal static class AwsEndpoint
{
    private static readonly string[] Domains = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".api.amazonwebservices.com.cn"];
    private static readonly string[] Services =
    [
        "dynamodb", "dynamodb-fips", "streams.dynamodb", "streams.dynamodb-fips", "streams-dynamodb", "streams-dynamodb-fips", // the last two: dual-stack
    ];

    /// <summary>Reads <c>dynamodb.eu-west-1.amazonaws.com</c> and its kin.</summary>
    /// <param name="name">Without port.</param>
    /// <param name="region">As <c>eu-west-1</c>.</param>
    public static bool TryParse(ReadOnlySpan<char> name, out string region)
    {
        region = "";
        foreach (string domain in Domains)
        {
            if (!name.EndsWith(domain, StringComparison.OrdinalIgnoreCase)) continue;

            ReadOnlySpan<char> labels = name[..^domain.Length];
            int dot = labels.LastIndexOf('.');
            if (dot <= 0 || !IsRegion(labels[(dot + 1)..]) || !IsService(labels[..dot])) continue;

            region = labels[(dot + 1)..].ToString().ToLowerInvariant();
            return true;
        }

        return false;
    }

    /// <summary>Any name of AWS, as <c>bucket.s3.eu-west-1.amazonaws.com</c> or <c>lambda.us-east-1.amazonaws.com</c>: nobody else can point one at this machine.</summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (string domain in Domains)
        {
            if (name.EndsWith(domain, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return name.EndsWith(".on.aws", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Letters, digits and hyphens, as <c>us-gov-east-1</c>.</summary>
    public static bool IsRegion(ReadOnlySpan<char> text)
    {
        if (text.Length is < 3 or > 32) return false;
        foreach (char letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '-') return false;
        }

        return true;
    }

    private static bool IsService(ReadOnlySpan<char> labels)
    {
        foreach (string service in Services)
        {
            if (labels.Equals(service, StringComparison.OrdinalIgnoreCase)) return true;
        }

        // 123456789012.ddb: the endpoint of an account
        int dot = labels.IndexOf('.');
        return dot == 12 && labels[..dot].IndexOfAnyExceptInRange('0', '9') < 0
            && (labels[(dot + 1)..].Equals("ddb", StringComparison.OrdinalIgnoreCase) || labels[(dot + 1)..].Equals("ddb-fips", StringComparison.OrdinalIgnoreCase));
    }
}
