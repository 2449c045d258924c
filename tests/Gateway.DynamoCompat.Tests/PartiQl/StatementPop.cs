using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Operations;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Tests.Wire;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage.Commit;
using Gateway.Storage.Keys;
using Gateway.Testing;
using Gateway.Testing.Stores;

namespace Gateway.DynamoCompat.Tests.PartiQl;

/// <summary>DynamoDB's operations over a store in memory, asked in PartiQL and answered in JSON.</summary>
internal sealed class StatementPop : IDisposable
{
    private static readonly Caller Alice = new("111111111111", "us-east-1");

    private readonly MemoryStore store = new();
    private readonly CommitLoop commits;
    private readonly DynamoCatalog catalog;

    public StatementPop()
    {
        commits = new CommitLoop(store, 0);
        Services = new DynamoServices(store, commits, new DynamoOptions(), Time, new Random(1), (bug, _) => throw bug);
        catalog = new DynamoCatalog(Services);
    }

    public ManualTimeProvider Time { get; } = new();

    public DynamoServices Services { get; }

    /// <summary>A table with a partition key, perhaps a sort key, each as <c>name type</c>.</summary>
    public async Task<StatementPop> WithTable(string name, string partition, string? sort = null, params IndexDefinition[] indexes)
    {
        string[] keys = [.. new[] { partition, sort }.OfType<string>()];
        await Services.Tables.ChangeAsync(Alice, name, (_, batch) => new TableDefinition
        {
            Number = Services.Tables.TakeNumber(batch),
            AccountId = Alice.AccountId,
            Region = Alice.Region,
            Name = name,
            TableId = new Guid(KeyHash.Of(Encoding.UTF8.GetBytes(name)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).ToString(),
            CreatedAt = Time.GetUtcNow(),
            Attributes = [.. keys.Select(key => new AttributeDefinition(key.Split(' ')[0], key.Split(' ')[1])), .. indexes.SelectMany(index => index.Key).Select(part => part.Name).Distinct().Where(part => !keys.Any(key => key.StartsWith(part + " "))).Select(part => new AttributeDefinition(part, "S"))],
            Key = [.. keys.Select((key, at) => new KeyElement(key.Split(' ')[0], at == 0 ? "HASH" : "RANGE"))],
            Indexes = indexes,
        });
        return this;
    }

    /// <summary>An index on attributes that are texts.</summary>
    public static IndexDefinition Index(uint number, string name, bool isGlobal, string projection, string partition, string? sort = null) => new()
    {
        Number = number,
        Name = name,
        IsGlobal = isGlobal,
        Projection = projection,
        Key = sort is null ? [new KeyElement(partition, "HASH")] : [new KeyElement(partition, "HASH"), new KeyElement(sort, "RANGE")],
    };

    /// <summary>One statement: its items one a line, or <c>CODE: message</c>.</summary>
    public async Task<string> Run(string statement, params string[] parameters)
    {
        string answer = await Execute(Body(statement, parameters));
        if (!answer.StartsWith('{')) return answer;
        using JsonDocument json = JsonDocument.Parse(answer);
        return string.Join('\n', json.RootElement.GetProperty("Items").EnumerateArray().Select(Plain));
    }

    /// <summary>ExecuteStatement with a body.</summary>
    public Task<string> Execute(string body) => Call("ExecuteStatement", body);

    /// <summary>Any operation: its answer's JSON, or <c>CODE: message</c>.</summary>
    public async Task<string> Call(string operation, string body)
    {
        ArrayBufferWriter<byte> bytes = new();
        DynamoError? error;
        try
        {
            OperationEntry entry = catalog.Find("DynamoDB_20120810." + operation)!;
            WireStructure input = Request.Read(operation, body);
            await using Utf8JsonWriter writer = new(bytes, ItemWriter.Options);
            error = Constraints.Check(input);
            if (error is null && entry.Item is { } writing) error = writing.Read(Alice, input, out ItemWrite? write) ?? WriteAnswer.Write(writer, writing, input, await Services.Writes.RunAsync(write!));
            else error ??= await entry.Operation!.RunAsync(Alice, input, writer, TestContext.Current.CancellationToken);
        }
        catch (WireException refusal)
        {
            error = refusal.Error;
        }

        if (error is null) return Encoding.UTF8.GetString(bytes.WrittenSpan);
        bytes.Clear();
        ErrorWriter.Write(error, bytes);
        using JsonDocument json = JsonDocument.Parse(bytes.WrittenMemory);
        StringBuilder text = new($"{error.Code}: {error.Message}");
        if (json.RootElement.TryGetProperty("Item", out JsonElement item)) text.Append(" Item ").Append(Plain(item));
        if (json.RootElement.TryGetProperty("CancellationReasons", out JsonElement reasons)) text.Append(' ').Append(reasons.GetRawText());
        return text.ToString();
    }

    /// <summary>The body of ExecuteStatement, or one statement of a batch.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="parameters">Each an AttributeValue in JSON.</param>
    public static string Body(string statement, params string[] parameters)
    {
        string text = JsonSerializer.Serialize(statement);
        return parameters.Length == 0 ? $"{{\"Statement\":{text}}}" : $"{{\"Statement\":{text},\"Parameters\":[{string.Join(',', parameters)}]}}";
    }

    public static string Statements(string member, params string[] statements) => $"{{\"{member}\":[{string.Join(',', statements.Select(statement => Body(statement)))}]}}";

    public void Dispose()
    {
        commits.Dispose();
        store.Dispose();
    }

    /// <summary>An item without the noise of types, for tests: <c>{n:1, s:'x'}</c>.</summary>
    public static string Plain(JsonElement item) => $"{{{string.Join(", ", item.EnumerateObject().Select(member => $"{member.Name}:{PlainValue(member.Value)}"))}}}";

    private static string PlainValue(JsonElement value)
    {
        JsonProperty typed = value.EnumerateObject().Single();
        return typed.Name switch
        {
            "S" => $"'{typed.Value.GetString()}'",
            "N" => typed.Value.GetString()!,
            "B" => $"base64 {typed.Value.GetString()}",
            "BOOL" => typed.Value.GetBoolean() ? "true" : "false",
            "NULL" => "null",
            "M" => Plain(typed.Value),
            "L" => $"[{string.Join(", ", typed.Value.EnumerateArray().Select(PlainValue))}]",
            "SS" => $"<<{string.Join(", ", typed.Value.EnumerateArray().Select(element => $"'{element.GetString()}'"))}>>",
            _ => $"<<{string.Join(", ", typed.Value.EnumerateArray().Select(element => element.GetString()))}>>",
        };
    }
}
