using Gateway.DynamoCompat.Scopes;
using Gateway.LambdaCompat.EventSources;
using Gateway.LambdaCompat.Operations;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Tags belong to functions, not to versions or aliases, and to event source mappings.</summary>
internal static class TagRules
{
    public const int TagsMax = 50;

    /// <summary>Where what bears tags is. A value that an older program has let in says nothing.</summary>
    public static Scope ScopeOf(IReadOnlyDictionary<string, string> tags) => tags.TryGetValue(Scope.Tag, out string? scope) ? Scope.Parse(scope) ?? Scope.All : Scope.All;

    /// <summary>The tags of a request that makes something; our own must say something that we know.</summary>
    public static IReadOnlyDictionary<string, string> Read(WireInput input)
    {
        OrderedDictionary<string, string> tags = input.TextMap("Tags") ?? [];
        if (tags.Count > TagsMax) throw LambdaErrors.TooManyTags();
        Check(tags);
        return tags;
    }

    /// <summary>The event source mapping that the request's ARN names; null if it names something else.</summary>
    public static MappingRecord? MappingOf(LambdaCall call, MappingCatalog mappings)
    {
        string arn = call.Input.Required("Resource");
        if (!arn.Contains(":event-source-mapping:", StringComparison.Ordinal)) return null;
        string uuid = arn[(arn.LastIndexOf(':') + 1)..];
        return mappings.Find(MappingRecord.KeyOf(call.AccountId, call.Region, uuid)) is { } mapping && mapping.Arn == arn ? mapping : throw LambdaErrors.ResourceMissing();
    }

    /// <summary>Tags with more of them, or others in their place.</summary>
    public static Dictionary<string, string> With(IReadOnlyDictionary<string, string> tags, OrderedDictionary<string, string> added)
    {
        Check(added);
        Dictionary<string, string> all = new(tags, StringComparer.Ordinal);
        foreach ((string name, string value) in added) all[name] = value;
        return all.Count > TagsMax ? throw LambdaErrors.TooManyTags() : all;
    }

    /// <summary>Tags without some of them.</summary>
    public static Dictionary<string, string> Without(IReadOnlyDictionary<string, string> tags, HashSet<string> removed) =>
        tags.Where(tag => !removed.Contains(tag.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>The function that an ARN names.</summary>
    public static FunctionAddress AddressOf(LambdaCall call)
    {
        string arn = call.Input.Required("Resource");
        if (!arn.Contains(":function:", StringComparison.Ordinal)) throw LambdaErrors.ResourceMissing();
        FunctionAddress address = call.AddressOf(arn);
        return address.Qualifier is null ? address : throw LambdaErrors.TagsOfQualified();
    }

    private static void Check(OrderedDictionary<string, string> tags)
    {
        foreach ((string name, string value) in tags)
        {
            if (name == Scope.Tag && Scope.Parse(value) is null) throw LambdaErrors.EdgeTag(name, value, Scope.Choices);
            if (name.StartsWith(Scope.Tag + ':', StringComparison.Ordinal)) throw LambdaErrors.EdgeTag(name, value, $"{Scope.Tag}, as functions have no items");
        }
    }
}
