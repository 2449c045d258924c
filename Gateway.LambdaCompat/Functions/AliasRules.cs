using System.Text.Json;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Functions;

/// <summary>What an alias may be, and how it is answered.</summary>
internal static class AliasRules
{
    /// <summary>Takes over the weights of a request, which replace those that were.</summary>
    public static AliasRecord WithRouting(AliasRecord alias, WireInput? routing)
    {
        if (routing is null) return alias;
        OrderedDictionary<string, double> weights = routing.MapOf<double>("AdditionalVersionWeights") ?? [];
        if (weights.Count > 1) throw LambdaErrors.TooManyWeights();
        return weights.Count == 0
            ? alias with { AdditionalVersion = null, AdditionalWeight = 0 }
            : alias with { AdditionalVersion = weights.GetAt(0).Key, AdditionalWeight = weights.GetAt(0).Value };
    }

    /// <summary>Refuses an alias whose versions are not there or do not go together.</summary>
    public static void Check(FunctionRecord function, AliasRecord alias)
    {
        if (alias.AdditionalVersion is not null && alias.FunctionVersion == "$LATEST") throw LambdaErrors.LatestWithWeights();
        if (alias.AdditionalVersion == alias.FunctionVersion) throw LambdaErrors.WeightOfSameVersion(alias.FunctionVersion);
        if (function.FindVersion(alias.FunctionVersion) is null) throw LambdaErrors.FunctionMissing($"{function.Arn}:{alias.FunctionVersion}");
        if (alias.AdditionalVersion is { } other && function.FindVersion(other) is null) throw LambdaErrors.FunctionMissing($"{function.Arn}:{other}");
    }

    /// <summary>Writes an alias.</summary>
    public static void Write(Utf8JsonWriter json, FunctionRecord function, AliasRecord alias)
    {
        json.WriteStartObject();
        json.WriteString("AliasArn"u8, $"{function.Arn}:{alias.Name}");
        json.WriteString("Name"u8, alias.Name);
        json.WriteString("FunctionVersion"u8, alias.FunctionVersion);
        json.WriteString("Description"u8, alias.Description);
        if (alias.AdditionalVersion is { } version)
        {
            json.WriteStartObject("RoutingConfig"u8);
            json.WriteStartObject("AdditionalVersionWeights"u8);
            json.WriteNumber(version, alias.AdditionalWeight);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteString("RevisionId"u8, alias.RevisionId);
        json.WriteEndObject();
    }
}
