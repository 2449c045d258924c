using System.Text.Json.Nodes;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Scopes;
using Gateway.LambdaCompat.EventSources;
using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.Sharing;

/// <summary>Which functions, and mappings of them, this PoP has of those that are shared.</summary>
internal sealed class FunctionPlaces(SystemTable system, ReplicaPort port)
{
    private const string FunctionArn = "functionArn";
    private static readonly string ScopeMember = $"tags{SharedForm.Divider}{Scope.Tag}";

    /// <summary>True if this PoP is where tags say.</summary>
    public bool Holds(IReadOnlyDictionary<string, string> tags, bool isHere) => port.Holds(TagRules.ScopeOf(tags), isHere);

    /// <summary>True if a mapping's function is one that this PoP has, or is to have. The mapping of a function that nobody shares stays where it is.</summary>
    public bool HasFunctionOf(MappingRecord mapping, bool isHere)
    {
        Value function = system.Find(FunctionForm.KindName, FunctionRecord.KeyOf(mapping.AccountId, mapping.Region, FunctionAddress.Parse(mapping.FunctionArn)!.Name)) ?? default;
        return PlaceOf(function) is { } scope ? port.Holds(scope, isHere) : isHere;
    }

    /// <summary>Where a shared function is; null if it is none.</summary>
    public static Scope? PlaceOf(Value function)
    {
        if (!SharedForm.IsAlive(function, FunctionForm.MarkName)) return null;
        return function[ScopeMember] is { Kind: ValueKind.String } tag && JsonNode.Parse(tag.AsString()) is JsonValue text && text.TryGetValue(out string? name) ? Scope.Parse(name) ?? Scope.All : Scope.All;
    }

    /// <summary>The ids of the shared mappings of a function.</summary>
    /// <param name="id">The function's id.</param>
    public IEnumerable<string> MappingsOf(string id)
    {
        string[] parts = id.Split('/'); // account, region, name
        string arn = Arns.Function(parts[1], parts[0], parts[2]);
        return system.All(MappingForm.KindName)
            .Where(mapping => mapping.Record[FunctionArn] is { Kind: ValueKind.String } named && named.AsString().Trim('"') is var whole && (whole == arn || whole.StartsWith(arn + ':', StringComparison.Ordinal)))
            .Select(mapping => mapping.Id);
    }
}
