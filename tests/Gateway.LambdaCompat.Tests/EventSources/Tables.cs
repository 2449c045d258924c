using Gateway.LambdaCompat.Tests.Harness;

namespace Gateway.LambdaCompat.Tests.EventSources;

/// <summary>A table with a stream.</summary>
internal static class Tables
{
    /// <summary>Makes the table.</summary>
    /// <returns>The ARN of its stream.</returns>
    public static async Task<string> CreateAsync(LambdaUnderTest lambda) => (string)(await lambda.DynamoAsync(
        "CreateTable",
        "{'TableName':'orders','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}],'AttributeDefinitions':[{'AttributeName':'pk','AttributeType':'S'}],'StreamSpecification':{'StreamEnabled':true,'StreamViewType':'NEW_AND_OLD_IMAGES'}}"))["TableDescription"]!["LatestStreamArn"]!;

    public static Task PutAsync(LambdaUnderTest lambda, string key, int number = 0, string? lineage = null) =>
        lambda.DynamoAsync("PutItem", $"{{'TableName':'orders','Item':{{'pk':{{'S':'{key}'}},'n':{{'N':'{number}'}}}}}}", lineage);
}
