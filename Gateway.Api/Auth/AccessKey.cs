namespace Gateway.Api.Auth;

/// <summary>A key that requests may be signed with.</summary>
/// <param name="Id">The access key id, which is public.</param>
/// <param name="Secret">The secret access key; never written to a log.</param>
/// <param name="AccountId">The account whose tables it reaches: 12 digits.</param>
public sealed record AccessKey(string Id, string Secret, string AccountId)
{
    /// <summary>The session token that must come with it; null if it is a lasting key, with which any token is taken.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Id} of {AccountId}";
}
