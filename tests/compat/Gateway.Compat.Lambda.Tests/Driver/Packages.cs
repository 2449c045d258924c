using Gateway.Testing.Gateways;

namespace Gateway.Compat.Lambda.Tests.Driver;

/// <summary>Packages, as requests hold them.</summary>
internal static class Packages
{
    /// <summary>Gives back its event.</summary>
    public static string Echo { get; } = Of("exports.handler = async (event) => event;");

    /// <summary>One with <c>index.js</c>.</summary>
    public static string Of(string code) => Convert.ToBase64String(FunctionClient.Zip(("index.js", code)));
}
