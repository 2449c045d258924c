using Gateway.DynamoCompat.Tests.Faces;
using static Gateway.DynamoCompat.Tests.Operations.Parts;

namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>TagResource, UntagResource and ListTagsOfResource. Source: messages observed at DynamoDB, October 2026; doc Tagging.</summary>
public sealed class TagTests
{
    private const string Arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/t-1";

    public static TheoryData<string, string> Resources => new()
    {
        { "t-1", "ValidationException: One or more parameter values were invalid: ARNs must start with 'arn:': t-1" },
        { "arn:aws:s3:eu-west-1:123456789012:table/t-1", "ValidationException: One or more parameter values were invalid: Provided Arn is not a DynamoDB resource arn: arn:aws:s3:eu-west-1:123456789012:table/t-1" },
        { Arn + "/index/g-1", $"ValidationException: One or more parameter values were invalid: Invalid resource arn provided, only table or stream is accepted. Provided resource arn: {Arn}/index/g-1" },
        { "arn:aws:dynamodb:eu-west-1:210987654321:table/t-1", "AccessDeniedException: Access is denied" },
        { "arn:aws:dynamodb:us-east-1:123456789012:table/t-1", "ValidationException: Invalid TableArn: Invalid ResourceArn provided as input arn:aws:dynamodb:us-east-1:123456789012:table/t-1" },
        { Arn + "2", $"ResourceNotFoundException: Requested resource not found: ResourcArn: {Arn}2 not found" },
    };

    public static TheoryData<string, string> Tags => new()
    {
        { "", "ValidationException: Atleast one Tag needs to be provided as Input." },
        { Tag("aws:x", "y"), "ValidationException: Tag Key cannot be prefixed with aws:, Key: aws:x" },
        { Tag("", "y"), "ValidationException: The Tag Key provided is invalid, Key: " },
        { Tag(new string('k', 129), "y"), "ValidationException: The Tag Key provided is invalid, Key: " + new string('k', 129) },
        { Tag("k!", "y"), "ValidationException: The Tag Key provided is invalid, Key: k!" },
        { Tag("k", new string('v', 257)), "ValidationException: The Tag Value provided is invalid, Value: " + new string('v', 257) },
        { Tag("k", "<"), "ValidationException: The Tag Value provided is invalid, Value: <" },
        { $"{Tag("k", "1")}, {Tag("k", "2")}", "ValidationException: Duplicate Tag Keys provided as input: Duplicate Tag Key found k" },
        { string.Join(", ", Enumerable.Range(0, 51).Select(n => Tag($"k{n}", ""))), "ValidationException: Number of Tags exceed the current limit for the provided ResourceArn" },
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_resource_is_refused(string arn, string refusal)
    {
        await using FaceUnderTest face = await Face();

        Assert.Equal(refusal, await face.RefusedAsync("TagResource", $"{{'ResourceArn': '{arn}', 'Tags': [{Tag("k", "v")}]}}"));
        Assert.Equal(refusal, await face.RefusedAsync("UntagResource", $"{{'ResourceArn': '{arn}', 'TagKeys': ['k']}}"));
        Assert.Equal(refusal, await face.RefusedAsync("ListTagsOfResource", $"{{'ResourceArn': '{arn}'}}"));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public async Task Tags_are_refused(string tags, string refusal)
    {
        await using FaceUnderTest face = await Face();

        Assert.Equal(refusal, await face.RefusedAsync("TagResource", $"{{'ResourceArn': '{Arn}', 'Tags': [{tags}]}}"));
    }

    [Fact]
    public async Task Tags_come_and_go()
    {
        await using FaceUnderTest face = await Face();
        Assert.Equal("""{"Tags":[]}""", await List(face));

        Assert.Equal("{}", (await face.RunAsync("TagResource", $"{{'ResourceArn': '{Arn}', 'Tags': [{Tag("b", "2")}, {Tag("Straße 7_.:/=+-@", "")}]}}")).ToJsonString());
        await face.RunAsync("TagResource", $"{{'ResourceArn': '{Arn}', 'Tags': [{Tag("b", "3")}, {Tag("B", "4")}]}}");
        await face.RestartAsync(isPowerCut: true);
        Assert.Equal("""{"Tags":[{"Key":"Stra\u00DFe 7_.:/=\u002B-@","Value":""},{"Key":"b","Value":"3"},{"Key":"B","Value":"4"}]}""", await List(face));

        Assert.Equal("{}", (await face.RunAsync("UntagResource", $"{{'ResourceArn': '{Arn}', 'TagKeys': ['b', 'nothing', 'Straße 7_.:/=+-@']}}")).ToJsonString());
        Assert.Equal("""{"Tags":[{"Key":"B","Value":"4"}]}""", await List(face));
        Assert.Equal("ValidationException: Atleast one Tag Key needs to be provided as Input.", await face.RefusedAsync("UntagResource", $"{{'ResourceArn': '{Arn}', 'TagKeys': []}}"));
        Assert.Equal("ValidationException: Tag Key cannot be prefixed with aws:, Key: aws:y", await face.RefusedAsync("UntagResource", $"{{'ResourceArn': '{Arn}', 'TagKeys': ['aws:y']}}"));
    }

    [Fact]
    public async Task A_table_has_fifty_tags_at_most()
    {
        await using FaceUnderTest face = await Face();
        await face.RunAsync("TagResource", $"{{'ResourceArn': '{Arn}', 'Tags': [{string.Join(", ", Enumerable.Range(0, 50).Select(n => Tag($"k{n}", "")))}]}}");
        await face.RunAsync("TagResource", $"{{'ResourceArn': '{Arn}', 'Tags': [{Tag("k7", "other")}]}}");

        Assert.Equal("ValidationException: Number of Tags exceed the current limit for the provided ResourceArn", await face.RefusedAsync("TagResource", $"{{'ResourceArn': '{Arn}', 'Tags': [{Tag("more", "")}]}}"));
    }

    private static string Tag(string key, string value) => $"{{'Key': '{key}', 'Value': '{value}'}}";

    private static async Task<string> List(FaceUnderTest face) => (await face.RunAsync("ListTagsOfResource", $"{{'ResourceArn': '{Arn}'}}")).ToJsonString();

    private static async Task<FaceUnderTest> Face()
    {
        FaceUnderTest face = new();
        await face.RunAsync("CreateTable", Body("t-1", Attributes("a S"), Key("a HASH"), OnDemand));
        return face;
    }
}
