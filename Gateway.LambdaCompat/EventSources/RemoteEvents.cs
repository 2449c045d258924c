using Gateway.LambdaCompat.Functions;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>Changes that were written at another PoP: there their functions run, not here, unless the mapping or its function is tagged to have all.</summary>
internal static class RemoteEvents
{
    /// <summary>A tag of a mapping or a function.</summary>
    public const string Tag = "edge:remote-events";

    /// <summary>The tag's value for changes of all PoPs.</summary>
    public const string All = "all";

    /// <summary>True if a mapping gives a record to its function.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="function">Its function; null if it is not there.</param>
    /// <param name="item">The record.</param>
    public static bool AreWanted(MappingRecord mapping, FunctionRecord? function, StreamItem item) =>
        item.OriginPop is null || IsAll(mapping.Tags) || (function is not null && IsAll(function.Tags));

    private static bool IsAll(IReadOnlyDictionary<string, string> tags) => tags.TryGetValue(Tag, out string? value) && value == All;
}
