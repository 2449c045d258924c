using System.Globalization;

namespace Gateway.Robustness.Tests.Crashing;

/// <summary>The tables of the crash test: one with indexes of both kinds, one of counters, both with streams.</summary>
internal static class CrashTables
{
    public const string Items = "crash-items";
    public const string Counters = "crash-counters";

    /// <summary>How many values the attribute <c>owner</c> takes: the item collections of the global index.</summary>
    public const int Owners = 5;

    /// <summary>How many counters all writers add to.</summary>
    public const int SharedCounters = 8;

    public static readonly string[] Create =
    [
        $$$$"""
        {"TableName":"{{{{Items}}}}","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"},{"AttributeName":"owner","AttributeType":"S"},{"AttributeName":"v","AttributeType":"N"}],
         "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
         "LocalSecondaryIndexes":[{"IndexName":"byVersion","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"v","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}],
         "GlobalSecondaryIndexes":[{"IndexName":"byOwner","KeySchema":[{"AttributeName":"owner","KeyType":"HASH"},{"AttributeName":"v","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}],
         "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}
        """,
        $$$$"""
        {"TableName":"{{{{Counters}}}}","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
         "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}
        """,
    ];

    public static string SharedCounter(int number) => string.Create(CultureInfo.InvariantCulture, $"shared{number}");
}
