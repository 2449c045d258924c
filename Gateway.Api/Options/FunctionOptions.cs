using Gateway.LambdaCompat.Engine;

namespace Gateway.Api.Options;

/// <summary>What can be set about functions.</summary>
public sealed record FunctionOptions
{
    /// <summary>What functions may reach beside the PoP.</summary>
    public OutboundNetwork Network { get; init; }

    /// <summary>The same for the functions of single accounts, by their 12 digits.</summary>
    public IReadOnlyDictionary<string, OutboundNetwork> NetworkByAccount { get; init; } = new Dictionary<string, OutboundNetwork>();

    /// <summary>Ports that functions cannot connect to, at any address.</summary>
    public IReadOnlyList<int> ForbiddenPorts { get; init; } = [];

    /// <summary>Where the AWS SDKs are that functions find without bringing them: folders node-v2, node-v3 and python; null if there are none.</summary>
    public string? SdksFolder { get; init; }

    /// <summary>One of them, if it is there.</summary>
    public string? SdkFolder(string name) => SdksFolder is { } folder && Directory.Exists(Path.Combine(folder, name)) ? Path.GetFullPath(Path.Combine(folder, name)) : null;
}
