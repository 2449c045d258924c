using Gateway.StackCompat.Logs.Storage;
using Gateway.Wire.Answers;
using Gateway.Wire.Input;

namespace Gateway.StackCompat.Logs.Operations;

/// <summary>Groups: made, dropped, described, their retention and tags.</summary>
internal sealed class GroupOperations(FunctionLogStore logs, TimeProvider time)
{
    private const int PageUsual = 50;
    private const int TagsMax = 50;
    private static readonly int[] Retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public async ValueTask CreateAsync(LogCall call)
    {
        WireInput input = call.Input;
        await logs.ChangeGroupAsync(call.Account, call.Region, call.GroupName, before => before is null
            ? new LogGroupRecord
            {
                Number = 0,
                AccountId = call.Account,
                Region = call.Region,
                Name = call.GroupName,
                CreationTime = time.GetUtcNow().ToUnixTimeMilliseconds(),
                KmsKeyId = input.Text("kmsKeyId"),
                Class = input.Text("logGroupClass") ?? "STANDARD",
                IsProtected = input.Flag("deletionProtectionEnabled") ?? false,
                Tags = input.TextMap("tags")?.ToDictionary(StringComparer.Ordinal) ?? [],
            }
            : throw LogErrors.GroupExists).ConfigureAwait(false);
        call.WriteNothing();
    }

    public async ValueTask DeleteAsync(LogCall call)
    {
        await logs.ChangeGroupAsync(call.Account, call.Region, call.GroupName, before => before switch
        {
            null => throw LogErrors.GroupMissing,
            { IsProtected: true } => throw LogErrors.GroupProtected,
            _ => null,
        }).ConfigureAwait(false);
        call.WriteNothing();
    }

    public ValueTask DescribeAsync(LogCall call)
    {
        WireInput input = call.Input;
        (IReadOnlyList<(LogGroupRecord Group, long Bytes)> page, string? next) = Page(call, Matching(call));
        return call.WriteAsync(json =>
        {
            json.WriteStartArray("logGroups"u8);
            foreach ((LogGroupRecord group, long bytes) in page)
            {
                json.WriteStartObject();
                json.WriteString("logGroupName"u8, group.Name);
                json.WriteNumber("creationTime"u8, group.CreationTime);
                if (group.RetentionDays is { } days) json.WriteNumber("retentionInDays"u8, days);
                json.WriteNumber("metricFilterCount"u8, 0);
                json.WriteString("arn"u8, call.ArnOf(group.Name) + ":*");
                json.WriteNumber("storedBytes"u8, bytes);
                if (group.KmsKeyId is { } key) json.WriteString("kmsKeyId"u8, key);
                json.WriteString("logGroupClass"u8, group.Class);
                json.WriteString("logGroupArn"u8, call.ArnOf(group.Name));
                json.WriteBoolean("deletionProtectionEnabled"u8, group.IsProtected);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (next is not null) json.WriteString("nextToken"u8, next);
        });

        IEnumerable<(LogGroupRecord, long)> Matching(LogCall call)
        {
            string? prefix = input.Text("logGroupNamePrefix");
            string? pattern = input.Text("logGroupNamePattern");
            if (prefix is not null && pattern is not null) throw LogErrors.Parameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
            IReadOnlyList<string>? identifiers = input.Texts("logGroupIdentifiers");
            return logs.Groups(call.Account, call.Region)
                .Where(one => prefix is null || one.Group.Name.StartsWith(prefix, StringComparison.Ordinal))
                .Where(one => pattern is null || one.Group.Name.Contains(pattern, StringComparison.OrdinalIgnoreCase))
                .Where(one => identifiers is not { Count: > 0 } || identifiers.Any(identifier => LogCall.NameIn(identifier) == one.Group.Name))
                .Where(one => input.Text("logGroupClass") is not { } wanted || one.Group.Class == wanted);
        }
    }

    public ValueTask ListAsync(LogCall call)
    {
        string? pattern = call.Input.Text("logGroupNamePattern");
        (IReadOnlyList<(LogGroupRecord Group, long Bytes)> page, string? next) = Page(call, logs.Groups(call.Account, call.Region).Where(one => pattern is null || one.Group.Name.Contains(pattern.Trim('^'), StringComparison.Ordinal)));
        return call.WriteAsync(json =>
        {
            json.WriteStartArray("logGroups"u8);
            foreach ((LogGroupRecord group, _) in page)
            {
                json.WriteStartObject();
                json.WriteString("logGroupName"u8, group.Name);
                json.WriteString("logGroupArn"u8, call.ArnOf(group.Name));
                json.WriteString("logGroupClass"u8, group.Class);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (next is not null) json.WriteString("nextToken"u8, next);
        });
    }

    public ValueTask PutRetentionAsync(LogCall call)
    {
        int days = call.Input.Int("retentionInDays") ?? 0;
        if (!Retentions.Contains(days)) throw LogErrors.Parameter($"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Retentions)}]");
        return ChangeAsync(call, before => before with { RetentionDays = days });
    }

    public ValueTask DeleteRetentionAsync(LogCall call) => ChangeAsync(call, before => before with { RetentionDays = null });

    public ValueTask ProtectAsync(LogCall call) => ChangeAsync(call, before => before with { IsProtected = call.Input.Flag("deletionProtectionEnabled") ?? false });

    public ValueTask AssociateKeyAsync(LogCall call) => ChangeNamedAsync(call, GroupOrResource(call), before => before with { KmsKeyId = call.Input.Text("kmsKeyId") });

    public ValueTask DisassociateKeyAsync(LogCall call) => ChangeNamedAsync(call, GroupOrResource(call), before => before with { KmsKeyId = null });

    public ValueTask TagGroupAsync(LogCall call) => ChangeAsync(call, before => Tagged(before, call.Input.TextMap("tags")!));

    public ValueTask UntagGroupAsync(LogCall call) => ChangeAsync(call, before => Untagged(before, call.Input.Texts("tags")!));

    public ValueTask ListGroupTagsAsync(LogCall call) => WriteTagsAsync(call, call.RequireGroup(logs));

    public ValueTask TagAsync(LogCall call) => ChangeNamedAsync(call, Resource(call), before => Tagged(before, call.Input.TextMap("tags")!));

    public ValueTask UntagAsync(LogCall call) => ChangeNamedAsync(call, Resource(call), before => Untagged(before, call.Input.Texts("tagKeys")!));

    public ValueTask ListTagsAsync(LogCall call) => WriteTagsAsync(call, logs.FindGroup(call.Account, call.Region, Resource(call)) ?? throw LogErrors.GroupMissing);

    /// <summary>What this PoP has none of; a group that is named must be there.</summary>
    public ValueTask EmptyListAsync(LogCall call, string list)
    {
        if (call.Input.Shape.Positions.ContainsKey("logGroupName") && call.Input.Has("logGroupName")) call.RequireGroup(logs);
        return call.WriteAsync(json =>
        {
            json.WriteStartArray(list);
            json.WriteEndArray();
        });
    }

    private static string Resource(LogCall call) =>
        call.Input.Required("resourceArn") is var arn && arn.Contains(":log-group:", StringComparison.Ordinal) ? LogCall.NameIn(arn) : throw LogErrors.GroupMissing;

    private static string GroupOrResource(LogCall call) => call.Input.Text("resourceIdentifier") is { } identifier ? LogCall.NameIn(identifier) : call.GroupName;

    private static LogGroupRecord Tagged(LogGroupRecord before, OrderedDictionary<string, string> tags)
    {
        Dictionary<string, string> after = before.Tags.ToDictionary(StringComparer.Ordinal);
        foreach ((string key, string value) in tags) after[key] = value;
        if (after.Count > TagsMax) throw new WireException(new WireError(400, "TooManyTagsException", "Too many tags."));
        return before with { Tags = after };
    }

    private static LogGroupRecord Untagged(LogGroupRecord before, IReadOnlyList<string> keys) =>
        before with { Tags = before.Tags.Where(tag => !keys.Contains(tag.Key)).ToDictionary(StringComparer.Ordinal) };

    private static ValueTask WriteTagsAsync(LogCall call, LogGroupRecord group) => call.WriteAsync(json =>
    {
        json.WriteStartObject("tags"u8);
        foreach ((string key, string value) in group.Tags) json.WriteString(key, value);
        json.WriteEndObject();
    });

    private static (IReadOnlyList<(LogGroupRecord Group, long Bytes)> Page, string? Next) Page(LogCall call, IEnumerable<(LogGroupRecord Group, long Bytes)> all)
    {
        string? after = null;
        if (call.Input.Text("nextToken") is { } token && !PageToken.TryParse(token, out after)) throw LogErrors.TokenInvalid;
        return PageToken.Cut(all, one => one.Group.Name, after, call.Input.Int("limit") ?? PageUsual);
    }

    private ValueTask ChangeAsync(LogCall call, Func<LogGroupRecord, LogGroupRecord> change) => ChangeNamedAsync(call, call.GroupName, change);

    private async ValueTask ChangeNamedAsync(LogCall call, string name, Func<LogGroupRecord, LogGroupRecord> change)
    {
        await logs.ChangeGroupAsync(call.Account, call.Region, name, before => change(before ?? throw LogErrors.GroupMissing)).ConfigureAwait(false);
        call.WriteNothing();
    }
}
