namespace Gateway.LambdaCompat.Functions;

/// <summary>Kept and shown; a PoP has no private networks.</summary>
internal sealed record VpcSettings(IReadOnlyList<string> SubnetIds, IReadOnlyList<string> SecurityGroupIds, bool? AllowsIpv6);
