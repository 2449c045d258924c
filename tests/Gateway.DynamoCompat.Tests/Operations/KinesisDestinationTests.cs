using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>Destinations of Kinesis are kept and shown. Source: messages and answers observed at DynamoDB, October 2026.</summary>
public sealed class KinesisDestinationTests
{
    private const string Stream = "arn:aws:kinesis:eu-west-1:123456789012:stream/one";
    private const string Other = "arn:aws:kinesis:eu-west-1:123456789012:stream/two";
    private const string State = "ValidationException: Table is not in a valid state to enable Kinesis Streaming Destination: ";

    [Fact]
    public async Task A_destination_is_switched_on_changed_and_switched_off()
    {
        await using FaceUnderTest face = new();
        string id = (string)(await face.RunAsync("CreateTable", Body("t-1", Attributes("a S"), Key("a HASH"), OnDemand)))["TableDescription"]!["TableId"]!;
        Assert.Equal("""{"TableName":"t-1","KinesisDataStreamDestinations":[]}""", await Run(face, "DescribeKinesisStreamingDestination"));

        Assert.Equal($$$"""{"TableName":"t-1","StreamArn":"{{{Stream}}}","DestinationStatus":"ENABLING","EnableKinesisStreamingConfiguration":{}}""", await Run(face, "EnableKinesisStreamingDestination", Stream));
        Assert.Equal($$$"""{"TableName":"t-1","KinesisDataStreamDestinations":[{"StreamArn":"{{{Stream}}}","DestinationStatus":"ACTIVE"}]}""", await Run(face, "DescribeKinesisStreamingDestination"));
        Assert.Equal(State + "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.", await Refused(face, "EnableKinesisStreamingDestination", Other));

        Assert.Equal("ValidationException: Streaming destination cannot be updated with given parameters: UpdateKinesisStreamingConfiguration cannot be null or contain only null values", await Refused(face, "UpdateKinesisStreamingDestination", Stream));
        Assert.Equal($"ValidationException: Invalid Request: Precision is already set to the desired value of MILLISECOND for tableId: {id}, kdsArn: {Stream}", await Refused(face, "UpdateKinesisStreamingDestination", Stream, Precision("Update", "MILLISECOND")));
        Assert.Equal(State + $"Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. TableName: t-1, kdsArn: {Other}", await Refused(face, "UpdateKinesisStreamingDestination", Other, Precision("Update", "MICROSECOND")));
        Assert.Equal(
            $$$"""{"TableName":"t-1","StreamArn":"{{{Stream}}}","DestinationStatus":"UPDATING","UpdateKinesisStreamingConfiguration":{"ApproximateCreationDateTimePrecision":"MICROSECOND"}}""",
            await Run(face, "UpdateKinesisStreamingDestination", Stream, Precision("Update", "MICROSECOND")));
        await face.RestartAsync(isPowerCut: true);
        Assert.Equal($$$"""{"TableName":"t-1","KinesisDataStreamDestinations":[{"StreamArn":"{{{Stream}}}","DestinationStatus":"ACTIVE","ApproximateCreationDateTimePrecision":"MICROSECOND"}]}""", await Run(face, "DescribeKinesisStreamingDestination"));

        Assert.Equal(State + "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.", await Refused(face, "DisableKinesisStreamingDestination", Other));
        Assert.Equal("ValidationException: Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters", await Refused(face, "DisableKinesisStreamingDestination", Stream, Precision("Enable", "MICROSECOND")));
        Assert.Equal($$$"""{"TableName":"t-1","StreamArn":"{{{Stream}}}","DestinationStatus":"DISABLING","EnableKinesisStreamingConfiguration":{}}""", await Run(face, "DisableKinesisStreamingDestination", Stream));
        await Run(face, "EnableKinesisStreamingDestination", Other, Precision("Enable", "MICROSECOND"));
        Assert.Equal(
            $$$"""{"TableName":"t-1","KinesisDataStreamDestinations":[{"StreamArn":"{{{Other}}}","DestinationStatus":"ACTIVE","ApproximateCreationDateTimePrecision":"MICROSECOND"},{"StreamArn":"{{{Stream}}}","DestinationStatus":"DISABLED"}]}""",
            await Run(face, "DescribeKinesisStreamingDestination"));
    }

    [Theory]
    [InlineData("EnableKinesisStreamingDestination")]
    [InlineData("DisableKinesisStreamingDestination")]
    [InlineData("DescribeKinesisStreamingDestination")]
    public async Task A_table_that_is_not_there_has_none(string operation)
    {
        await using FaceUnderTest face = new();

        Assert.Equal("ResourceNotFoundException: Requested resource not found: Table: t-1 not found", await Refused(face, operation, Stream));
    }

    private static string Precision(string action, string precision) => $"'{action}KinesisStreamingConfiguration': {{'ApproximateCreationDateTimePrecision': '{precision}'}}";

    private static async Task<string> Run(FaceUnderTest face, string operation, string? stream = null, params string[] more) => (await face.RunAsync(operation, Request(stream, more))).ToJsonString();

    private static Task<string> Refused(FaceUnderTest face, string operation, string? stream = null, params string[] more) => face.RefusedAsync(operation, Request(stream, more));

    private static string Request(string? stream, string[] more) => Body("t-1", stream is null ? more : [$"'StreamArn': '{stream}'", .. more]);
}
