using Gateway.LambdaCompat.Operations;

namespace Gateway.LambdaCompat.Layers;

/// <summary>The layer that a request names, by name or ARN, and the version.</summary>
/// <param name="AccountId">Whose it is.</param>
/// <param name="Name">Without version.</param>
/// <param name="Version">0 if the request names none.</param>
internal sealed record LayerAddress(string AccountId, string Name, long Version)
{
    /// <summary>Reads <c>LayerName</c> and, where there is one, <c>VersionNumber</c>.</summary>
    public static LayerAddress Of(LambdaCall call)
    {
        string text = call.Input.Required("LayerName");
        long version = 0;
        if (call.Input.Shape.Positions.ContainsKey("VersionNumber"))
        {
            version = call.Input.Number("VersionNumber") ?? 0;
            if (version < 1) throw LambdaErrors.LayerVersionTooSmall();
        }

        if (!text.StartsWith("arn:", StringComparison.Ordinal)) return new LayerAddress(call.AccountId, text, version);
        string[] parts = text.Split(':');
        if (parts[3] != call.Region) throw LambdaErrors.ResourceMissing();
        return new LayerAddress(parts[4], parts[6], version);
    }

    /// <summary>Refuses a layer of somebody else, for what only its owner may do.</summary>
    public LayerAddress Own(LambdaCall call) => AccountId == call.AccountId ? this : throw LambdaErrors.AccessDenied();

    public string KeyIn(LambdaCall call) => LayerRecord.KeyOf(AccountId, call.Region, Name);

    public string VersionArnIn(LambdaCall call) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Functions.Arns.Layer(call.Region, AccountId, Name)}:{Version}");

    /// <summary>The version, if it is there and the caller may see it.</summary>
    public (LayerRecord Layer, LayerVersionRecord Version) Get(LambdaServices services, LambdaCall call)
    {
        LayerRecord? layer = services.Layers.Find(AccountId, call.Region, Name);
        LayerVersionRecord? version = services.Layers.FindByVersionArn(VersionArnIn(call), call.AccountId, call.Region);
        return layer is not null && version is not null ? (layer, version) : throw LambdaErrors.ResourceMissing();
    }
}
