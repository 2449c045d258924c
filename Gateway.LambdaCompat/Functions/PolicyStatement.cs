namespace Gateway.LambdaCompat.Functions;

/// <summary>A statement of a policy.</summary>
/// <param name="Sid">Its name.</param>
/// <param name="Json">As it was answered.</param>
/// <param name="Action">As <c>lambda:InvokeFunctionUrl</c>.</param>
/// <param name="Principal">As it was given.</param>
/// <param name="UrlAuthType">A condition on function URLs; null for none.</param>
internal sealed record PolicyStatement(string Sid, string Json, string Action, string Principal, string? UrlAuthType = null);
