using System.Collections.Concurrent;

namespace Gateway.LambdaCompat.Functions;

/// <summary>Function URLs by their ids.</summary>
internal sealed class FunctionUrls : IFunctionUrls
{
    private readonly ConcurrentDictionary<string, FunctionUrl> byId = new(StringComparer.OrdinalIgnoreCase);

    public FunctionUrl? Find(string urlId) => byId.GetValueOrDefault(urlId);

    /// <summary>A function has changed.</summary>
    public void Change(FunctionRecord? before, FunctionRecord? after)
    {
        foreach (UrlRecord url in before?.Urls.Values ?? []) byId.TryRemove(url.UrlId, out _);
        if (after is null) return;
        foreach ((string key, UrlRecord url) in after.Urls) byId[url.UrlId] = UrlRules.ToPublic(after, key, url);
    }
}
