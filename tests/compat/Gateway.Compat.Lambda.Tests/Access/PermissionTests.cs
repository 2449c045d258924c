using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Access;

/// <summary>AddPermission, GetPolicy, RemovePermission. Source: doc API_AddPermission; answers as observed.</summary>
public sealed class PermissionTests(TestFunction f) : IClassFixture<TestFunction>
{
    private const string Policy = $"{Functions}/@F/policy";
    private const string Missing = "404 ResourceNotFoundException: The resource you requested does not exist.";

    [Theory]
    [InlineData("\"Principal\":\"s3.amazonaws.com\"", """ "Principal":{"Service":"s3.amazonaws.com"} """, "")]
    [InlineData("\"Principal\":\"123456789012\"", """ "Principal":{"AWS":"arn:aws:iam::123456789012:root"} """, "")]
    [InlineData("\"Principal\":\"*\"", """ "Principal":"*" """, "")]
    [InlineData("\"Principal\":\"s3.amazonaws.com\",\"SourceArn\":\"arn:aws:s3:::b\"", """ "Principal":{"Service":"s3.amazonaws.com"} """, """ "Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"}}, """)]
    [InlineData("\"Principal\":\"s3.amazonaws.com\",\"SourceAccount\":\"123456789012\"", """ "Principal":{"Service":"s3.amazonaws.com"} """, """ "Condition":{"StringEquals":{"AWS:SourceAccount":"123456789012"}}, """)]
    [InlineData("\"Principal\":\"*\",\"PrincipalOrgID\":\"o-a1b2c3d4e5\"", """ "Principal":"*" """, """ "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}, """)]
    [InlineData("\"Principal\":\"alexa-appkit.amazon.com\",\"EventSourceToken\":\"amzn1.ask.skill.x\"", """ "Principal":{"Service":"alexa-appkit.amazon.com"} """, """ "Condition":{"StringEquals":{"lambda:EventSourceToken":"amzn1.ask.skill.x"}}, """)]
    [InlineData("\"Principal\":\"s3.amazonaws.com\",\"SourceArn\":\"arn:aws:s3:::b\",\"SourceAccount\":\"123456789012\"", """ "Principal":{"Service":"s3.amazonaws.com"} """, """ "Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"},"StringEquals":{"AWS:SourceAccount":"123456789012"}}, """)]
    public async Task A_statement_is_a_text_of_json(string members, string principal, string condition)
    {
        TestFunction mine = await NewAsync(f.Service);

        Answer answer = await mine.CallAsync("POST", Policy, $$"""{"StatementId":"s","Action":"lambda:InvokeFunction",{{members}}}""");

        Assert.Equal(201, answer.Status);
        Assert.Equal(["Statement"], answer.Json.Select(member => member.Key));
        Assert.Equal(
            $$"""{"Action":"lambda:InvokeFunction",{{condition.Trim()}}"Effect":"Allow",{{principal.Trim()}},"Resource":"ARN:function:F","Sid":"s"}""",
            mine.Show(Answer.Sorted(JsonNode.Parse((string)answer.Json["Statement"]!))));
    }

    [Fact]
    public async Task The_type_of_a_urls_access_is_a_condition()
    {
        TestFunction mine = await NewAsync(f.Service);

        JsonObject answer = (await mine.CallAsync("POST", Policy, """{"StatementId":"s","Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"NONE"}""")).Json;

        Assert.Equal("""{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}""", Answer.Sorted(JsonNode.Parse((string)answer["Statement"]!)!["Condition"]));
    }

    [Fact]
    public async Task A_policy_has_all_statements_and_a_revision()
    {
        TestFunction mine = await NewAsync(f.Service);
        await AddAsync(mine, "one");
        await AddAsync(mine, "two");

        Answer answer = await mine.CallAsync("GET", Policy);

        Assert.Equal(["Policy", "RevisionId"], answer.Json.Select(member => member.Key).Order());
        JsonNode policy = JsonNode.Parse((string)answer.Json["Policy"]!)!;
        Assert.Equal(("2012-10-17", "default"), ((string?)policy["Version"], (string?)policy["Id"]));
        Assert.Equal(["one", "two"], policy["Statement"]!.AsArray().Select(statement => (string?)statement!["Sid"]).Order());
    }

    [Fact]
    public async Task A_statement_goes_and_with_the_last_one_the_policy()
    {
        TestFunction mine = await NewAsync(f.Service);
        await AddAsync(mine, "one");

        Assert.Equal("404 ResourceNotFoundException: Statement two is not found in resource policy.", await mine.OutcomeAsync("DELETE", $"{Policy}/two"));
        Assert.Equal("204", await mine.WholeAsync("DELETE", $"{Policy}/one"));
        Assert.Equal("404 ResourceNotFoundException: No policy is associated with the given resource.", await mine.OutcomeAsync("DELETE", $"{Policy}/one"));
        Assert.Equal(Missing, await mine.OutcomeAsync("GET", Policy));
    }

    [Fact]
    public async Task A_policy_belongs_to_its_qualifier()
    {
        TestFunction mine = await NewAsync(f.Service);
        await mine.PublishAsync();

        JsonObject answer = (await mine.CallAsync("POST", $"{Policy}?Qualifier=1", """{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"*"}""")).Json;

        Assert.Equal("ARN:function:F:1", mine.Show((string)JsonNode.Parse((string)answer["Statement"]!)!["Resource"]!));
        Assert.Equal(Missing, await mine.OutcomeAsync("GET", Policy));
        Assert.Equal("200", await mine.OutcomeAsync("GET", $"{Policy}?Qualifier=1"));
    }

    [Fact]
    public async Task A_revision_that_has_passed_is_refused()
    {
        TestFunction mine = await NewAsync(f.Service);
        await AddAsync(mine, "one");
        string stale = (string)(await mine.CallAsync("GET", Policy)).Json["RevisionId"]!;
        await AddAsync(mine, "two");
        const string Error = "412 PreconditionFailedException: The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id";

        Assert.Equal(Error, await mine.OutcomeAsync("POST", Policy, $$"""{"StatementId":"x","Action":"lambda:InvokeFunction","Principal":"*","RevisionId":"{{stale}}"}"""));
        Assert.Equal(Error, await mine.OutcomeAsync("DELETE", $"{Policy}/one?RevisionId={stale}"));
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        TestFunction mine = await NewAsync(f.Service);
        await AddAsync(mine, "s3");

        Assert.Equal(
            "409 ResourceConflictException: The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.",
            await mine.OutcomeAsync("POST", Policy, """{"StatementId":"s3","Action":"lambda:InvokeFunction","Principal":"*"}"""));
    }

    [Theory]
    [InlineData("GET", Policy, "", Missing)]
    [InlineData("GET", $"{Functions}/edge-compat-none/policy", "", Missing)]
    [InlineData("DELETE", $"{Policy}/x", "", "404 ResourceNotFoundException: No policy is associated with the given resource.")]
    [InlineData("DELETE", $"{Functions}/edge-compat-none/policy/x", "", "404 ResourceNotFoundException: No policy found for: ARN:function:edge-compat-none")]
    [InlineData("POST", $"{Policy}?Qualifier=$LATEST", """{"StatementId":"x","Action":"lambda:InvokeFunction","Principal":"*"}""", "400 InvalidParameterValueException: We currently do not support adding policies for $LATEST.")]
    [InlineData("POST", $"{Functions}/edge-compat-none/policy", """{"StatementId":"x","Action":"lambda:InvokeFunction","Principal":"*"}""", "404 ResourceNotFoundException: Function not found: ARN:function:edge-compat-none")]
    [InlineData("POST", Policy, """{"StatementId":"a b","Action":"lambda:InvokeFunction","Principal":"*"}""", "400 ValidationException: 1 validation error detected: Value 'a b' at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)")]
    [InlineData("POST", Policy, """{"StatementId":"x","Action":"lambda:InvokeFunction"}""", "400 ValidationException: 1 validation error detected: Value null at 'principal' failed to satisfy constraint: Member must not be null")]
    public async Task What_cannot_be_is_refused(string method, string target, string body, string error) => Assert.Equal(error, await f.OutcomeAsync(method, target, body));

    private static async Task AddAsync(TestFunction function, string id) =>
        Assert.Equal(201, (await function.CallAsync("POST", Policy, $$"""{"StatementId":"{{id}}","Action":"lambda:InvokeFunction","Principal":"events.amazonaws.com"}""")).Status);
}
