using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>What many tests do, in one call: on an item of their own in a table whose only key is <c>pk</c>. Items are shown without that key.</summary>
internal static class Steps
{
    extension(TestTable table)
    {
        /// <summary>Puts an item (unless it is <c>none</c>), updates it, and shows what is there then, or how the update was refused.</summary>
        public async Task<string> UpdatedAsync(string before, string update, string? values = null, string? names = null, string? condition = null)
        {
            string key = await table.PutNewAsync(before);
            string outcome = await Refusal.OfAsync(() => table.UpdateAsync(key, update, values, names, condition));
            return outcome == "200" ? await table.ShownAsync(key) : outcome;
        }

        /// <summary>As <see cref="UpdatedAsync"/>; shows what the update returned.</summary>
        public async Task<string> ReturnedAsync(ReturnValue wish, string before, string update, string? values = null, string? names = null)
        {
            string key = await table.PutNewAsync(before);
            UpdateItemResponse response = await table.UpdateAsync(key, update, values, names, null, wish);
            return WithoutKey(response.Attributes);
        }

        /// <summary>Asks a condition of an item, by a conditional delete and by a filter: <c>true</c>, <c>false</c>, or both answers when they differ.</summary>
        public async Task<string> AskedAsync(string item, string condition, string? values = null, string? names = null)
        {
            string key = await table.PutNewAsync(item);
            string filtered = await table.FilteredAsync(key, condition, values, names);
            DeleteItemRequest delete = new() { TableName = table.Name, Key = KeyOf(key), ConditionExpression = condition, ExpressionAttributeValues = Items.OfOptional(values), ExpressionAttributeNames = Items.Names(names) };
            string conditional = await Refusal.OfAsync(() => table.Dynamo.DeleteItemAsync(delete)) switch
            {
                "200" => "true",
                "ConditionalCheckFailedException: The conditional request failed" => "false",
                string refusal => refusal,
            };
            return conditional == filtered ? conditional : $"condition: {conditional}; filter: {filtered}";
        }

        /// <summary>Puts an item under a new key and answers with the key.</summary>
        public async Task<string> PutNewAsync(string item)
        {
            string key = table.NextKey();
            if (item == "none") return key;

            Dictionary<string, AttributeValue> whole = Items.Of(item);
            whole["pk"] = new AttributeValue { S = key };
            await table.Dynamo.PutItemAsync(table.Name, whole);
            return key;
        }

        /// <summary>The item now, without its key; <c>none</c> if there is none.</summary>
        public async Task<string> ShownAsync(string key) =>
            WithoutKey((await table.Dynamo.GetItemAsync(new GetItemRequest { TableName = table.Name, Key = KeyOf(key), ConsistentRead = true })).Item);

        public Task<UpdateItemResponse> UpdateAsync(string key, string? update, string? values = null, string? names = null, string? condition = null, ReturnValue? wish = null) =>
            table.Dynamo.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = table.Name,
                Key = KeyOf(key),
                UpdateExpression = update,
                ConditionExpression = condition,
                ExpressionAttributeValues = Items.OfOptional(values),
                ExpressionAttributeNames = Items.Names(names),
                ReturnValues = wish,
            });

        private async Task<string> FilteredAsync(string key, string filter, string? values, string? names)
        {
            Dictionary<string, AttributeValue> withKey = Items.OfOptional(values) ?? [];
            withKey[":pkOfTheTest"] = new AttributeValue { S = key };
            QueryRequest query = new()
            {
                TableName = table.Name,
                KeyConditionExpression = "pk = :pkOfTheTest",
                FilterExpression = filter,
                ExpressionAttributeValues = withKey,
                ExpressionAttributeNames = Items.Names(names),
                ConsistentRead = true,
            };
            int? count = null;
            string outcome = await Refusal.OfAsync(async () => count = (await table.Dynamo.QueryAsync(query)).Count);
            return count is null ? outcome.Replace("Invalid FilterExpression", "Invalid ConditionExpression", StringComparison.Ordinal) : count == 1 ? "true" : "false";
        }
    }

    public static Dictionary<string, AttributeValue> KeyOf(string key) => new() { ["pk"] = new AttributeValue { S = key } };

    public static string WithoutKey(IReadOnlyDictionary<string, AttributeValue>? item) => Items.Show(item?.Where(entry => entry.Key != "pk").ToDictionary());
}
