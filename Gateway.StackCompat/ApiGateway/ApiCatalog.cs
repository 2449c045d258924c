using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.StackCompat.ApiGateway.Documents;
using Gateway.StackCompat.ApiGateway.V1;
using Gateway.StackCompat.ApiGateway.V2;
using Gateway.Storage;
using Gateway.Storage.Commit;
using Gateway.Wire.HttpApis;

namespace Gateway.StackCompat.ApiGateway;

/// <summary>All APIs, domain names and keys: documents in the store, and beside them what the HTTP front serves, made anew with each change.</summary>
public sealed class ApiCatalog : IRouteSource
{
    private readonly Lock gate = new();
    private readonly Dictionary<DocumentKey, JsonObject> documents = [];
    private readonly ConcurrentDictionary<string, HttpApi> apis = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<DomainMapping>> domains = new(StringComparer.Ordinal);
    private readonly CommitLoop commits;

    /// <summary>Reads what there is.</summary>
    public ApiCatalog(IKeyValueStore store, CommitLoop commits)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.commits = commits;
        using (IStoreSnapshot snapshot = store.Snapshot())
        using (IStoreCursor cursor = snapshot.Scan(DocumentKey.All))
        {
            while (cursor.MoveNext()) documents.Add(DocumentKey.Read(cursor.Key), (JsonObject)JsonNode.Parse(cursor.Value)!);
        }

        foreach (DocumentKey key in documents.Keys) Publish(key);
    }

    /// <inheritdoc/>
    public HttpApi? FindApi(string apiId) => apis.GetValueOrDefault(apiId);

    /// <inheritdoc/>
    public IReadOnlyList<DomainMapping>? FindDomain(string domainName) => domains.GetValueOrDefault(domainName);

    /// <summary>Reads a document; the reader must not change it, nor keep parts of it.</summary>
    internal T? Read<T>(DocumentKey key, Func<JsonObject, T> read)
        where T : class
    {
        lock (gate) return documents.TryGetValue(key, out JsonObject? document) ? read(document) : null;
    }

    /// <summary>Copies of all documents of a kind, by id.</summary>
    /// <param name="prefix">Of the ids.</param>
    internal IReadOnlyList<(string Id, JsonObject Document)> All(DocumentKind kind, string account, string region, string prefix = "")
    {
        lock (gate)
        {
            return [.. documents.Where(one => one.Key.Kind == kind && one.Key.Account == account && one.Key.Region == region && one.Key.Id.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(one => one.Key.Id, StringComparer.Ordinal).Select(one => (one.Key.Id, one.Value.Copy()))];
        }
    }

    /// <summary>Makes, changes or drops a document; durable when it ends.</summary>
    /// <param name="change">Gets a copy, or null if there is none; gives what shall be, or null. Throws to refuse.</param>
    internal async ValueTask<T> ChangeAsync<T>(DocumentKey key, Func<JsonObject?, (JsonObject? After, T Result)> change)
    {
        CommitTicket ticket;
        T result;
        lock (gate)
        {
            (JsonObject? after, result) = change(documents.GetValueOrDefault(key)?.Copy());
            byte[]? bytes = after is null ? null : JsonSerializer.SerializeToUtf8Bytes(after, ApiJson.Default.JsonObject);
            ticket = commits.Write(0, (Key: key.ToBytes(), Bytes: bytes), static (batch, _, state) =>
            {
                if (state.Bytes is null) batch.Delete(state.Key);
                else batch.Put(state.Key, state.Bytes);
            });
            if (after is null) documents.Remove(key);
            else documents[key] = after;
            Publish(key);
        }

        await ticket.Durable.ConfigureAwait(false);
        return result;
    }

    /// <summary>Under the lock: shows the front what a document says now.</summary>
    private void Publish(DocumentKey key)
    {
        JsonObject? document = documents.GetValueOrDefault(key);
        switch (key.Kind)
        {
            case DocumentKind.HttpApi when document is not null:
                apis[key.Id] = HttpApiCompiler.Compile(key, document);
                break;
            case DocumentKind.RestApi when document is not null:
                apis[key.Id] = RestApiCompiler.Compile(key, document, Keys(key, "plan/"), Keys(key, "key/"));
                break;
            case DocumentKind.Other when key.Id.StartsWith("domain/", StringComparison.Ordinal):
                string name = key.Id["domain/".Length..].ToLowerInvariant();
                if (document is null) domains.TryRemove(name, out _);
                else domains[name] = MappingsOf(document);
                break;
            case DocumentKind.Other:
                foreach (DocumentKey api in documents.Keys.Where(one => one.Kind == DocumentKind.RestApi && one.Account == key.Account && one.Region == key.Region).ToList()) Publish(api);
                break;
            default:
                apis.TryRemove(key.Id, out _);
                break;
        }
    }

    private List<JsonObject> Keys(DocumentKey beside, string prefix) =>
        [.. documents.Where(one => one.Key.Kind == DocumentKind.Other && one.Key.Account == beside.Account && one.Key.Region == beside.Region && one.Key.Id.StartsWith(prefix, StringComparison.Ordinal)).Select(one => one.Value)];

    private static List<DomainMapping> MappingsOf(JsonObject domain) =>
        [.. domain.Section("mappings").Select(one => (JsonObject)one.Value!).Select(mapping => new DomainMapping((mapping.Text("apiMappingKey") ?? "").Trim('/'), mapping.Text("apiId") ?? "", mapping.Text("stage") is { Length: > 0 } stage ? stage : null))];
}
