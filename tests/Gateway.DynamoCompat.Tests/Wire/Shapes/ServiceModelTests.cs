using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Tests.Wire.Shapes;

public sealed class ServiceModelTests
{
    private static readonly string[] Operations =
    [
        "BatchExecuteStatement", "BatchGetItem", "BatchWriteItem", "CreateBackup", "CreateGlobalTable", "CreateTable", "DeleteBackup", "DeleteItem", "DeleteResourcePolicy",
        "DeleteTable", "DescribeBackup", "DescribeContinuousBackups", "DescribeContributorInsights", "DescribeEndpoints", "DescribeExport", "DescribeGlobalTable",
        "DescribeGlobalTableSettings", "DescribeImport", "DescribeKinesisStreamingDestination", "DescribeLimits", "DescribeTable", "DescribeTableReplicaAutoScaling",
        "DescribeTimeToLive", "DisableKinesisStreamingDestination", "EnableKinesisStreamingDestination", "ExecuteStatement", "ExecuteTransaction", "ExportTableToPointInTime",
        "GetItem", "GetResourcePolicy", "ImportTable", "ListBackups", "ListContributorInsights", "ListExports", "ListGlobalTables", "ListImports", "ListTables",
        "ListTagsOfResource", "PutItem", "PutResourcePolicy", "Query", "RestoreTableFromBackup", "RestoreTableToPointInTime", "Scan", "SearchVectors", "TagResource",
        "TransactGetItems", "TransactWriteItems", "UntagResource", "UpdateContinuousBackups", "UpdateContributorInsights", "UpdateGlobalTable", "UpdateGlobalTableSettings",
        "UpdateItem", "UpdateKinesisStreamingDestination", "UpdateTable", "UpdateTableReplicaAutoScaling", "UpdateTimeToLive",
    ];

    private static readonly string[] StreamOperations = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];

    public static TheoryData<string> All => [.. Operations, .. StreamOperations];

    [Fact]
    public void Every_operation_has_its_target()
    {
        Assert.Equal(Operations.Length + StreamOperations.Length, ServiceModel.Dynamo.Targets.Count);
        Assert.Equal(58, Operations.Length);
        Assert.All(Operations, name => Assert.Equal("DynamoDB_20120810", ServiceModel.Dynamo.Targets[name]));
        Assert.All(StreamOperations, name => Assert.Equal("DynamoDBStreams_20120810", ServiceModel.Dynamo.Targets[name]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_input_is_a_structure_whose_members_can_be_read(string operation)
    {
        HashSet<Shape> seen = [];
        Visit(ServiceModel.Dynamo.InputOf(operation), seen);
        Assert.Contains(seen, shape => shape.Kind == ShapeKind.Structure);
    }

    [Fact]
    public void An_unknown_operation_is_no_operation() => Assert.Throws<KeyNotFoundException>(() => ServiceModel.Dynamo.InputOf("GetItems"));

    [Theory]
    [MemberData(nameof(All))]
    public void A_member_is_found_by_its_name_whichever_string_that_is(string operation)
    {
        Shape input = ServiceModel.Dynamo.InputOf(operation);
        for (int i = 0; i < input.Members.Length; i++)
        {
            Assert.Equal(i, input.PositionOf(input.Members[i].Name));
            Assert.Equal(i, input.PositionOf(new string(input.Members[i].Name.AsSpan())));
            Assert.Equal(-1, input.PositionOf(input.Members[i].PathName));
        }
    }

    [Fact]
    public void Members_know_their_facts()
    {
        Shape put = ServiceModel.Dynamo.InputOf("PutItem");
        Assert.Equal("PutItemInput", put.Name);
        Assert.Equal(["ReturnConsumedCapacity", "TableName", "Item"], put.Members.Take(3).Select(member => member.Name));
        Assert.True(put.Members[put.Positions["Item"]].IsRequired);
        Assert.Equal(ShapeForm.Item, put.Members[put.Positions["Item"]].Shape.Form);
        Assert.Equal("returnValues", put.Members[put.Positions["ReturnValues"]].PathName);
        Assert.Equal(["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"], put.Members[put.Positions["ReturnValues"]].Shape.Values);

        Shape table = put.Members[put.Positions["TableName"]].Shape;
        Assert.Equal(new Bounds(1, 1024), table.Bounds);
        Assert.Equal(new Bounds(3, 255), table.NameShape!.Bounds);
        Assert.Equal("[a-zA-Z0-9_.-]+", table.NameShape.Pattern);

        Shape create = ServiceModel.Dynamo.InputOf("CreateTable");
        Assert.Equal(new Bounds(1, 2), create.Members[create.Positions["KeySchema"]].Bounds);
        Assert.True(create.Members[create.Positions["TableName"]].IsMissedFirst);
        Assert.False(create.Members[create.Positions["TableName"]].IsMeasuredFirst);
    }

    [Fact]
    public void The_same_shape_is_one_object() =>
        Assert.Same(
            ServiceModel.Dynamo.InputOf("PutItem").Members.Single(member => member.Name == "TableName").Shape,
            ServiceModel.Dynamo.InputOf("GetItem").Members.Single(member => member.Name == "TableName").Shape);

    [Fact]
    public void Errors_spell_their_message_as_the_model_does()
    {
        Assert.Equal(36, ServiceModel.Dynamo.Errors.Count);
        Assert.Equal("message", ServiceModel.Dynamo.Errors["ResourceNotFoundException"]);
        Assert.Equal("message", ServiceModel.Dynamo.Errors["TrimmedDataAccessException"]);
        Assert.Equal(
            ["IdempotentParameterMismatchException", "TransactionCanceledException", "TransactionInProgressException"],
            ServiceModel.Dynamo.Errors.Where(error => error.Value == "Message").Select(error => error.Key).Order());
    }

    [Fact]
    public void A_member_is_found_by_its_whole_name_only()
    {
        foreach (string operation in Operations)
        {
            Shape input = ServiceModel.Dynamo.InputOf(operation);
            for (int i = 0; i < input.Members.Length; i++) Assert.Equal(i, input.Finder.Find(System.Text.Encoding.UTF8.GetBytes(input.Members[i].Name)));
            Assert.Equal(-1, input.Finder.Find(""u8));
            Assert.Equal(-1, input.Finder.Find("tableName"u8));
            Assert.Equal(-1, input.Finder.Find("TableNam"u8));
        }
    }

    private static void Visit(Shape shape, HashSet<Shape> seen)
    {
        if (!seen.Add(shape) || shape.Kind == ShapeKind.AttributeValue) return;
        Assert.NotEqual(ShapeForm.None, shape.Form);
        foreach (ShapeMember member in shape.Members) Visit(member.Shape, seen);
        if (shape.Element is not null) Visit(shape.Element, seen);
        if (shape.Key is not null) Visit(shape.Key, seen);
    }
}
