namespace Gateway.LambdaCompat.Functions;

/// <summary>Changed copies of a function's settings.</summary>
internal static class SettingMaps
{
    /// <summary>A copy with one setting more, or another one.</summary>
    public static IReadOnlyDictionary<string, T> With<T>(this IReadOnlyDictionary<string, T> settings, string name, T value) =>
        new Dictionary<string, T>(settings, StringComparer.Ordinal) { [name] = value };

    /// <summary>A copy with one setting less.</summary>
    public static IReadOnlyDictionary<string, T> Without<T>(this IReadOnlyDictionary<string, T> settings, string name) =>
        settings.Where(setting => setting.Key != name).ToDictionary(StringComparer.Ordinal);
}
