using Amazon.DynamoDBv2.DataModel;

namespace Gateway.Clients.Tests;

/// <summary>What the object model stores.</summary>
[DynamoDBTable("Books")]
public sealed class Book
{
    [DynamoDBHashKey]
    public string Author { get; set; } = "";

    [DynamoDBRangeKey]
    [DynamoDBGlobalSecondaryIndexRangeKey("by-year")]
    public string Title { get; set; } = "";

    [DynamoDBGlobalSecondaryIndexHashKey("by-year")]
    public int Year { get; set; }

    public decimal Price { get; set; }

    public bool IsOut { get; set; }

    public HashSet<string> Tags { get; set; } = [];

    public byte[] Cover { get; set; } = [];

    public List<Chapter> Chapters { get; set; } = [];

    public Dictionary<string, string> Notes { get; set; } = [];

    [DynamoDBVersion]
    public int? Version { get; set; }
}
