using System.Text.Json.Nodes;
using Gateway.Cluster.Tests.Pops;

namespace Gateway.Cluster.Tests.Conflicts;

/// <summary>One item, written and read at one PoP.</summary>
internal sealed class ItemAt(PopClient pop, string table, string key)
{
    public PopClient Pop => pop;

    public string Key => key;

    /// <summary>PutItem.</summary>
    public Task PutAsync(string item, string? condition = null)
    {
        JsonObject whole = Plain.Item(item);
        whole["pk"] = new JsonObject { ["S"] = key };
        JsonObject request = new() { ["TableName"] = table, ["Item"] = whole };
        if (condition is not null) request["ConditionExpression"] = condition;
        return pop.AskAsync("PutItem", request);
    }

    public Task DeleteAsync() => pop.AskAsync("DeleteItem", Request());

    /// <summary>UpdateItem.</summary>
    /// <param name="values">By placeholder, as <see cref="Plain"/> reads them.</param>
    /// <returns>What UPDATED_NEW gives.</returns>
    public async Task<JsonObject> UpdateAsync(string expression, string? values = null, string? condition = null)
    {
        JsonObject request = Request();
        request["UpdateExpression"] = expression;
        request["ReturnValues"] = "UPDATED_NEW";
        if (values is not null) request["ExpressionAttributeValues"] = Plain.Item(values);
        if (condition is not null) request["ConditionExpression"] = condition;
        return (await pop.AskAsync("UpdateItem", request))["Attributes"]?.AsObject() ?? [];
    }

    /// <summary>What shows here, without the key; empty if the item is not there.</summary>
    public async Task<JsonObject> ReadAsync() => Shown(await pop.AskAsync("GetItem", Read()));

    /// <summary>The same, with headers of a session.</summary>
    public Task<Reply> TryReadAsync(string headers) => pop.TryAsync("GetItem", Read(), headers);

    public static JsonObject Shown(JsonObject answer)
    {
        JsonObject item = answer["Item"]?.DeepClone().AsObject() ?? [];
        item.Remove("pk");
        return item;
    }

    private JsonObject Request() => new() { ["TableName"] = table, [nameof(Key)] = new JsonObject { ["pk"] = new JsonObject { ["S"] = key } } };

    private JsonObject Read()
    {
        JsonObject request = Request();
        request["ConsistentRead"] = true;
        return request;
    }
}
