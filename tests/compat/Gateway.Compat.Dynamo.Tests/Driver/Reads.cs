using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Gateway.Compat.Dynamo.Tests.Driver;

/// <summary>Queries and scans in one call, with answers as texts.</summary>
internal static class Reads
{
    extension(TestTable table)
    {
        /// <summary>A query; the caller changes what it wants to change.</summary>
        public QueryRequest Query(string condition, string? values = null, Action<QueryRequest>? change = null)
        {
            QueryRequest request = new() { TableName = table.Name, KeyConditionExpression = condition, ExpressionAttributeValues = Items.OfOptional(values) };
            change?.Invoke(request);
            return request;
        }

        /// <summary>One attribute of each item of a query, in order: <c>a b c</c>; or how it was refused.</summary>
        public async Task<string> ListedAsync(QueryRequest request, string attribute = "sk")
        {
            List<Dictionary<string, AttributeValue>> items = [];
            string outcome = await Refusal.OfAsync(async () => items = (await table.Dynamo.QueryAsync(request)).Items ?? []);
            return outcome == "200" ? Listed(items, attribute) : outcome;
        }

        /// <summary>All pages of a query: one attribute of each item, pages parted by bars.</summary>
        public async Task<string> PagesAsync(QueryRequest request, string attribute = "sk")
        {
            List<string> pages = [];
            do
            {
                QueryResponse response = await table.Dynamo.QueryAsync(request);
                pages.Add(Listed(response.Items ?? [], attribute));
                request.ExclusiveStartKey = response.LastEvaluatedKey;
            }
            while (request.ExclusiveStartKey is { Count: > 0 });
            return string.Join(" | ", pages);
        }

        /// <summary>All pages of a scan: every item's one attribute in order of their texts, and how many pages there were.</summary>
        public async Task<(string Items, int Pages)> ScannedAsync(ScanRequest request, string attribute)
        {
            List<Dictionary<string, AttributeValue>> items = [];
            int pages = 0;
            do
            {
                ScanResponse response = await table.Dynamo.ScanAsync(request);
                items.AddRange(response.Items ?? []);
                pages++;
                request.ExclusiveStartKey = response.LastEvaluatedKey;
            }
            while (request.ExclusiveStartKey is { Count: > 0 });
            return (string.Join(" ", Listed(items, attribute).Split(' ').Order(StringComparer.Ordinal)), pages);
        }
    }

    public static string Listed(IEnumerable<Dictionary<string, AttributeValue>> items, string attribute) => string.Join(" ", items.Select(item => Plain(item.GetValueOrDefault(attribute))));

    private static string Plain(AttributeValue? value) => value switch
    {
        null => "-",
        { S: { } text } => text,
        { N: { } number } => number,
        { B: { } bytes } => Convert.ToHexStringLower(bytes.ToArray()),
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", Items.Show(new Dictionary<string, AttributeValue> { ["v"] = value })),
    };
}
