namespace Gateway.Cli.Logs;

/// <summary>What requests are signed with, from the variables that the AWS CLI reads, too. A PoP without keys takes any.</summary>
internal sealed record Credentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    public static Credentials FromEnvironment() => new(
        Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") ?? "any",
        Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") ?? "any",
        Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN"));

    /// <summary>Without the secret.</summary>
    public override string ToString() => AccessKeyId;
}
