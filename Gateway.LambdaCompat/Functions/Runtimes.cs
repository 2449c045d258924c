using System.Security.Cryptography;
using System.Text;

namespace Gateway.LambdaCompat.Functions;

/// <summary>The runtimes that AWS takes, and those that it takes no more.</summary>
internal static class Runtimes
{
    private static readonly string[] Known =
    [
        "nodejs20.x", "python3.14", "provided.al2023", "python3.12", "python3.13", "nodejs24.x", "nodejs22.x", "java25", "python3.10", "python3.11", "java21", "ruby3.3",
        "ruby3.4", "ruby3.2", "python3.8", "python3.9", "java17", "nodejs16.x", "dotnet10", "dotnet8", "java11", "dotnet6", "nodejs18.x", "provided.al2", "java8.al2",
    ];

    private static readonly string[] Retired =
    [
        "java8", "go1.x", "provided", "nodejs", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "python2.7", "python3.6", "python3.7",
        "ruby2.5", "ruby2.7", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet5.0", "dotnet7",
    ];

    /// <summary>Those that functions may have, as AWS prints them.</summary>
    public static string Printed { get; } = string.Join(", ", Known);

    public static bool IsKnown(string runtime) => Array.IndexOf(Known, runtime) >= 0;

    public static bool IsRetired(string runtime) => Array.IndexOf(Retired, runtime) >= 0;

    /// <summary>The ARN of a runtime's version: the same for the same runtime.</summary>
    public static string VersionArn(string region, string runtime) => $"arn:aws:lambda:{region}::runtime:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(runtime)))}";
}
