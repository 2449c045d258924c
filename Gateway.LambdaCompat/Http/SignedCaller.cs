namespace Gateway.LambdaCompat.Http;

/// <summary>Who signed a request.</summary>
/// <param name="AccountId">12 digits.</param>
/// <param name="AccessKey">The key's id.</param>
/// <param name="UserId">As <c>AIDA…</c>.</param>
/// <param name="UserArn">As <c>arn:aws:iam::…:user/ann</c>.</param>
public sealed record SignedCaller(string AccountId, string AccessKey, string UserId, string UserArn);
