using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Plain;
using Gateway.DynamoCompat.Tests.Differential.Requests;
using Gateway.DynamoCompat.Tests.Faces;

namespace Gateway.DynamoCompat.Tests.Differential;

/// <summary>One life of a few tables: each request goes to the face and to the model, and their answers are compared.</summary>
internal sealed class History : IAsyncDisposable
{
    private const int StepsPerLook = 20;

    private readonly FaceUnderTest face = new() { Caller = new Caller("123456789012", "eu-central-1") };
    private readonly IReadOnlyList<AskedTable> tables;
    private int steps;

    private History(IReadOnlyList<AskedTable> tables)
    {
        this.tables = tables;
        Model = new PlainDynamo(tables);
    }

    public PlainDynamo Model { get; }

    /// <summary>How many requests have been refused, as they should.</summary>
    public int Refused { get; private set; }

    /// <summary>Begins with empty tables.</summary>
    public static async Task<History> BeginAsync(IReadOnlyList<AskedTable> tables)
    {
        History history = new(tables);
        foreach (AskedTable table in tables) await history.face.RunAsync("CreateTable", table.Body().ToJsonString());
        return history;
    }

    /// <summary>Plays recorded requests from the beginning.</summary>
    /// <returns>What differs first; null if nothing does.</returns>
    public static async Task<string?> PlayAsync(IReadOnlyList<AskedTable> tables, IEnumerable<AskedRequest> requests)
    {
        await using History history = await BeginAsync(tables);
        foreach (AskedRequest request in requests)
        {
            if (await history.StepAsync(request) is { } difference) return difference;
        }

        return await history.EndAsync();
    }

    /// <summary>Runs one request on both sides, and now and then looks at everything.</summary>
    /// <returns>What differs; null if nothing does.</returns>
    public async Task<string?> StepAsync(AskedRequest request)
    {
        string? difference = request is AskedRead read ? await new ReadCheck(read, Model, AskAsync).RunAsync() : await CompareAsync(request);
        if (difference is null && ++steps % StepsPerLook == 0) difference = await LookAsync();
        return difference ?? (face.Bugs.Count == 0 ? null : string.Join(' ', face.Bugs));
    }

    /// <summary>Looks at everything a last time: tables, indexes, streams.</summary>
    /// <returns>What differs; null if nothing does.</returns>
    public async Task<string?> EndAsync()
    {
        if (await LookAsync() is { } difference) return difference;
        foreach (PlainTable table in Model.Tables.Values)
        {
            if (await new StreamCheck(table, face).RunAsync() is { } lost) return $"stream of {table.Asked.Name}: {lost}";
        }

        return null;
    }

    public ValueTask DisposeAsync() => face.DisposeAsync();

    private async Task<(int Status, JsonObject Answer)> AskAsync(string operation, JsonObject body) => await face.AskAsync(operation, body.ToJsonString());

    private async Task<string?> CompareAsync(AskedRequest request)
    {
        Expected expected = Model.Run(request);
        (int status, JsonObject answer) = await AskAsync(request.Operation, request.Body());
        if (request is AskedIndexChange change) return status == 200 ? await WaitAsync(change) : answer.ToJsonString();
        if (expected.Refusal is not null) Refused++;
        return AnswerCheck.DifferenceOf(expected, status, answer);
    }

    private async Task<string?> WaitAsync(AskedIndexChange change)
    {
        while (true)
        {
            JsonObject table = await face.RunAsync("DescribeTable", $$"""{"TableName":"{{change.Table}}"}""");
            JsonNode? index = ((JsonArray?)table["Table"]!["GlobalSecondaryIndexes"])?.FirstOrDefault(one => (string)one!["IndexName"]! == change.Index.Name);
            if (change.IsDrop ? index is null : (string?)index?["IndexStatus"] == "ACTIVE") return null;
            if (face.Bugs.Count > 0) return string.Join(' ', face.Bugs);
            await Task.Yield();
        }
    }

    /// <summary>Reads every table and index whole.</summary>
    private async Task<string?> LookAsync()
    {
        foreach (PlainTable table in tables.Select(table => Model.Tables[table.Name]))
        {
            foreach (string? index in table.Indexes.Select(index => (string?)index.Name).Prepend(null))
            {
                AskedRead scan = new() { Table = table.Asked.Name, Index = index };
                if (await new ReadCheck(scan, Model, AskAsync).RunAsync() is { } difference) return $"{scan}: {difference}";
            }

            JsonObject described = await face.RunAsync("DescribeTable", $$"""{"TableName":"{{table.Asked.Name}}"}""");
            if ((long)described["Table"]!["ItemCount"]! != table.Items.Count()) return $"ItemCount {described["Table"]!["ItemCount"]} of {table.Asked.Name}, expected {table.Items.Count()}";
        }

        return null;
    }
}
