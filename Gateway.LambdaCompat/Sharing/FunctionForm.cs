using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Crdt.Values;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Storage;
using Gateway.Wire.Answers;

namespace Gateway.LambdaCompat.Sharing;

/// <summary>Functions as they are shared. Their states, and how many environments are ready, are each PoP's own.</summary>
internal sealed class FunctionForm(IdMaker ids, FunctionPlaces places) : RecordForm<FunctionRecord>
{
    /// <summary>The kind of these records in the system table.</summary>
    public const string KindName = "function";

    /// <summary>The member that each of them has.</summary>
    public const string MarkName = "name";

    private const string Latest = "latest";
    private const string Code = "code";
    private const string Statements = "statements";
    private static readonly string[] CodeMembers = ["codeHash", "codeSize", "architectures"];
    private static readonly string[] OwnOfVersions = ["version", "revisionId", "stateId", "lastModified", "description"];

    private static readonly FrozenDictionary<string, string?> Opened = new Dictionary<string, string?>
    {
        [Latest] = null,
        ["versions"] = "version",
        ["aliases"] = "name",
        ["policies"] = null,
        [Statements] = null,
        ["tags"] = null,
        ["eventInvokes"] = null,
        ["urls"] = null,
        ["provisioned"] = null,
        ["runtimeManagement"] = null,
        ["scaling"] = null,
    }.ToFrozenDictionary();

    public override string Kind => KindName;

    public override string Mark => MarkName;

    /// <summary>False for a function that only this PoP has.</summary>
    public static bool IsShared(FunctionRecord record) => !IsLocal(record.Tags);

    public override Value Of(FunctionRecord record)
    {
        if (!IsShared(record)) return default;
        JsonObject json = Json(record);
        JsonObject latest = json[Latest]!.AsObject();
        latest.Remove("stateId");
        latest[Code] = Move(latest); // of two new codes one is whole
        foreach (JsonNode? version in json["versions"]!.AsArray()) version!.AsObject().Remove("stateId");
        foreach ((_, JsonNode? provisioned) in json["provisioned"]!.AsObject())
        {
            provisioned!["ready"] = 0;
            provisioned["status"] = "IN_PROGRESS";
            provisioned.AsObject().Remove("statusReason");
        }

        JsonObject statements = [];
        foreach ((string qualifier, PolicyRecord policy) in record.Policies)
        {
            JsonArray list = json["policies"]![qualifier]![Statements]!.AsArray();
            for (int at = 0; at < list.Count; at++) statements[qualifier + SharedForm.Divider + policy.Statements[at].Sid] = list[at]!.DeepClone();
            json["policies"]![qualifier]!.AsObject().Remove(Statements);
        }

        json[Statements] = statements;
        return SharedForm.Of(json, Opened);
    }

    public override FunctionRecord Read(FunctionRecord? before, Value shared)
    {
        JsonObject json = SharedForm.Read(shared, Opened);
        JsonObject latest = json[Latest]!.AsObject();
        if (latest[Code] is not JsonObject code) throw new JsonException("A function without code.");
        foreach ((string name, JsonNode? member) in code) latest[name] = member!.DeepClone();
        latest.Remove(Code);
        latest["stateId"] = "";
        foreach (JsonNode? version in json["versions"]!.AsArray()) version!["stateId"] = "";
        ReadPolicies(json, before);
        FunctionRecord told = json.Deserialize(RecordJson.Default.FunctionRecord)!;
        VersionRecord[] versions = [.. told.Versions.OrderBy(version => NumberOf(version.Version)).Select(version => WithState(version, before?.FindVersion(version.Version)))];
        return told with
        {
            Latest = WithState(told.Latest, before?.Latest),
            Versions = versions,
            Aliases = [.. told.Aliases.OrderBy(alias => alias.Name, StringComparer.Ordinal)],
            NextVersion = Math.Max(told.NextVersion, versions.Length == 0 ? 1 : NumberOf(versions[^1].Version) + 1),
            PublishedAs = told.PublishedAs is { } number && Array.Find(versions, version => version.Version == number) is { } published && IsSame(published, told.Latest) ? number : null,
            Provisioned = told.Provisioned.ToDictionary(one => one.Key, one => before?.Provisioned.GetValueOrDefault(one.Key) is { } mine && mine.Requested == one.Value.Requested ? mine with { LastModified = one.Value.LastModified } : one.Value, StringComparer.Ordinal),
        };
    }

    public override bool IsHeld(FunctionRecord record, bool isHere) => places.Holds(record.Tags, isHere);

    public override IEnumerable<(string Hash, long Size)> PackagesOf(FunctionRecord record) => record.Versions.Append(record.Latest)
        .SelectMany(version => version.Layers.Select(layer => (layer.CodeHash, layer.CodeSize)).Append((version.CodeHash, version.CodeSize)))
        .Distinct();

    private static JsonObject Json(FunctionRecord record) => JsonSerializer.SerializeToNode(record, RecordJson.Default.FunctionRecord)!.AsObject();

    private static JsonObject Move(JsonObject latest)
    {
        JsonObject code = [];
        foreach (string name in CodeMembers)
        {
            code[name] = latest[name]!.DeepClone();
            latest.Remove(name);
        }

        return code;
    }

    private static int NumberOf(string version) => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    /// <summary>Statements stand in the order that they have here; new ones behind them. A policy without any is none.</summary>
    private static void ReadPolicies(JsonObject json, FunctionRecord? before)
    {
        JsonObject policies = json["policies"]!.AsObject();
        JsonObject statements = json[Statements]!.AsObject();
        json.Remove(Statements);
        foreach ((string qualifier, JsonNode? policy) in policies.ToArray())
        {
            string prefix = qualifier + SharedForm.Divider;
            List<string> mine = [.. before?.Policies.GetValueOrDefault(qualifier)?.Statements.Select(statement => prefix + statement.Sid) ?? []];
            JsonNode[] list = [.. statements.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(one => (uint)mine.IndexOf(one.Key)).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value!.DeepClone())];
            if (list.Length == 0) policies.Remove(qualifier);
            else policy![Statements] = new JsonArray(list);
        }
    }

    /// <summary>True if two say the same, whatever their names.</summary>
    private static bool IsSame(VersionRecord one, VersionRecord other) => JsonNode.DeepEquals(Bare(one), Bare(other));

    private static JsonObject Bare(VersionRecord version)
    {
        JsonObject json = JsonSerializer.SerializeToNode(version, RecordJson.Default.VersionRecord)!.AsObject();
        foreach (string name in OwnOfVersions) json.Remove(name);
        return json;
    }

    /// <summary>As long as code and configuration are the same, environments go on.</summary>
    private VersionRecord WithState(VersionRecord version, VersionRecord? before) =>
        version with { StateId = before is not null && before.Description == version.Description && IsSame(before, version) ? before.StateId : ids.Hex(16) };
}
