using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>What there is not is refused or empty, as DynamoDB answers an account that has none of it; and the answers that are always the same.</summary>
public sealed class AbsentFeatureTests
{
    private const string Replicas = "'ReplicationGroup': [{'RegionName': 'eu-west-1'}]";

    [Theory]
    [InlineData("ListGlobalTables", """{"GlobalTables":[]}""")]
    [InlineData("ListExports", """{"ExportSummaries":[]}""")]
    [InlineData("ListImports", """{"ImportSummaryList":[]}""")]
    [InlineData("DescribeLimits", """{"AccountMaxReadCapacityUnits":80000,"AccountMaxWriteCapacityUnits":80000,"TableMaxReadCapacityUnits":40000,"TableMaxWriteCapacityUnits":40000}""")]
    [InlineData("DescribeEndpoints", """{"Endpoints":[{"Address":"dynamodb.eu-west-1.amazonaws.com","CachePeriodInMinutes":1440}]}""")]
    public async Task An_answer_is_always_the_same(string operation, string answer)
    {
        await using FaceUnderTest face = new();

        Assert.Equal(answer, (await face.RunAsync(operation, "{}")).ToJsonString());
    }

    [Theory]
    [InlineData("DescribeGlobalTable", "{'GlobalTableName': 't-1'}", "GlobalTableNotFoundException: Global table with name: 't-1' does not exist.")]
    [InlineData("DescribeGlobalTableSettings", "{'GlobalTableName': 't-1'}", "GlobalTableNotFoundException: Global table with name: 't-1' does not exist.")]
    [InlineData("UpdateGlobalTableSettings", "{'GlobalTableName': 't-1'}", "GlobalTableNotFoundException: Global table with name: 't-1' does not exist.")]
    [InlineData("UpdateGlobalTable", "{'GlobalTableName': 't-1', 'ReplicaUpdates': []}", "GlobalTableNotFoundException: Global table with name: 't-1' does not exist.")]
    [InlineData("CreateGlobalTable", "{'GlobalTableName': 't-1', " + Replicas + "}", "ValidationException: One or more parameter values were invalid: DynamoDB global tables version 2017.11.29 is not supported. We recommend using DynamoDB global tables version 2019.11.21, instead of version 2017.11.29 (Legacy).")]
    [InlineData("DescribeTableReplicaAutoScaling", "{'TableName': 't-1'}", "ResourceNotFoundException: Global table with name: 't-1' does not exist.")]
    [InlineData("UpdateTableReplicaAutoScaling", "{'TableName': 't-1'}", "ResourceNotFoundException: Global table with name: 't-1' does not exist.")]
    [InlineData("ExportTableToPointInTime", "{'TableArn': 't-1', 'S3Bucket': 'bucket'}", "ValidationException: tableArn is not a valid ARN")]
    [InlineData("ExportTableToPointInTime", "{'TableArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/nothing', 'S3Bucket': 'bucket'}", "TableNotFoundException: Table not found: arn:aws:dynamodb:eu-west-1:123456789012:table/nothing")]
    [InlineData("ExportTableToPointInTime", "{'TableArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/t-1', 'S3Bucket': 'bucket'}", "ValidationException: Invalid Request: Exports are not supported")]
    [InlineData("DescribeExport", "{'ExportArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/t-1'}", "ValidationException: Invalid Export ARN")]
    [InlineData("DescribeExport", "{'ExportArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/t-1/export/1-2'}", "ExportNotFoundException: Export not found: arn:aws:dynamodb:eu-west-1:123456789012:table/t-1/export/1-2")]
    [InlineData("DescribeImport", "{'ImportArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/t-1'}", "ValidationException: Invalid Import ARN")]
    [InlineData("DescribeImport", "{'ImportArn': 'arn:aws:dynamodb:eu-west-1:123456789012:table/t-1/import/1-2'}", "ImportNotFoundException: Import not found: arn:aws:dynamodb:eu-west-1:123456789012:table/t-1/import/1-2")]
    [InlineData("ImportTable", "{'S3BucketSource': {'S3Bucket': 'bucket'}, 'InputFormat': 'ION', 'TableCreationParameters': {'TableName': 't-2', 'AttributeDefinitions': [], 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}]}}", "ValidationException: Invalid Request: Imports are not supported")]
    [InlineData("SearchVectors", "{'TableName': 't-1', 'IndexName': 'v-1', 'TopK': 1, 'SearchVector': [{'N': '1.5'}]}", "ValidationException: The table does not have the specified index: v-1")]
    [InlineData("SearchVectors", "{'TableName': 'nothing', 'IndexName': 'v-1', 'TopK': 1, 'SearchVector': [{'N': '1.5'}]}", "ResourceNotFoundException: Requested resource not found: Table: nothing not found")]
    public async Task A_request_is_refused(string operation, string body, string refusal)
    {
        await using FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", Attributes("a S"), Key("a HASH"), OnDemand));
        await face.RunAsync("UpdateContinuousBackups", Body("t-1", "'PointInTimeRecoverySpecification': {'PointInTimeRecoveryEnabled': true}"));

        Assert.Equal(refusal, await face.RefusedAsync(operation, body));
    }
}
