using System.Text.Json.Nodes;
using Gateway.Compat.Lambda.Tests.Fixtures;
using static Gateway.Compat.Lambda.Tests.Fixtures.TestFunction;

namespace Gateway.Compat.Lambda.Tests.Control;

/// <summary>CreateFunction: its answer, and what it refuses. Source: doc API_CreateFunction; answers as observed.</summary>
public sealed class CreateFunctionTests(ServiceUnderTest service)
{
    private const string NamePattern = @"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?";
    private const string RolePattern = @"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+";
    private const string Runtimes = "[nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, nodejs22.x, java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, python3.8, python3.9, java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, nodejs18.x, provided.al2, java8.al2]";

    [Fact]
    public async Task Its_answer_has_every_default_and_a_function_that_is_pending()
    {
        TestFunction f = new(service);

        Answer answer = await f.CreateAsync();

        Assert.Equal(
            """201 {"Architectures":["x86_64"],"CodeSha256":"SHA","CodeSize":SIZE,"Description":"","EphemeralStorage":{"Size":512},"FunctionArn":"ARN:function:F","FunctionName":"F","Handler":"index.handler","LastModified":"TIME","""
            + """ "LoggingConfig":{"LogFormat":"Text","LogGroup":"/aws/lambda/F"},"MemorySize":128,"PackageType":"Zip","RevisionId":"UUID","Role":"ROLE","Runtime":"nodejs22.x","RuntimeVersionConfig":{"RuntimeVersionArn":"arn:aws:lambda:REGION::runtime:HEX"},""".TrimStart()
            + """ "SnapStart":{"ApplyOn":"None","OptimizationStatus":"Off"},"State":"Pending","StateReason":"The function is being created.","StateReasonCode":"Creating","Timeout":3,"TracingConfig":{"Mode":"PassThrough"},"Version":"$LATEST"}""".TrimStart(),
            f.Show(answer.Whole));
        Assert.Equal("application/json", answer.Header("content-type"));
        Assert.True(Guid.TryParse(answer.Header("x-amzn-requestid"), out _));
    }

    [Fact]
    public async Task Time_and_hash_are_written_as_Lambda_writes_them()
    {
        TestFunction f = new(service);

        JsonObject made = (await f.CreateAsync()).Json;

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$", (string?)made["LastModified"]);
        byte[] zip = Convert.FromBase64String(Packages.Echo);
        Assert.Equal(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(zip)), (string?)made["CodeSha256"]);
        Assert.Equal(zip.Length, (int?)made["CodeSize"]);
    }

    [Theory]
    [InlineData("""  "Description":"d"  """, "Description", "\"d\"")]
    [InlineData("""  "Timeout":900  """, "Timeout", "900")]
    [InlineData("""  "MemorySize":10240  """, "MemorySize", "10240")]
    [InlineData("""  "Environment":{"Variables":{"BB":"2","AA":"1"}}  """, "Environment", """{"Variables":{"AA":"1","BB":"2"}}""")]
    [InlineData("""  "Environment":{"Variables":{}}  """, "Environment", """{"Variables":{}}""")]
    [InlineData("""  "Architectures":["arm64"]  """, "Architectures", """["arm64"]""")]
    [InlineData("""  "EphemeralStorage":{"Size":1024}  """, "EphemeralStorage", """{"Size":1024}""")]
    [InlineData("""  "TracingConfig":{"Mode":"Active"}  """, "TracingConfig", """{"Mode":"Active"}""")]
    [InlineData("""  "LoggingConfig":{"LogFormat":"JSON"}  """, "LoggingConfig", """{"ApplicationLogLevel":"INFO","LogFormat":"JSON","LogGroup":"/aws/lambda/F","SystemLogLevel":"INFO"}""")]
    [InlineData("""  "LoggingConfig":{"LogGroup":"edge-compat-mine"}  """, "LoggingConfig", """{"LogFormat":"Text","LogGroup":"edge-compat-mine"}""")]
    [InlineData("""  "Publish":true  """, "Version", "\"1\"")]
    [InlineData("""  "Publish":true  """, "FunctionArn", "\"ARN:function:F\"")]
    [InlineData("""  "Publish":true  """, "State", "\"Pending\"")]
    public async Task What_is_set_is_given_back(string more, string member, string value)
    {
        TestFunction f = new(service);

        Answer answer = await f.CreateAsync(more);

        Assert.Equal(value, f.Show(Answer.Sorted(answer.Json[member])));
    }

    [Theory]
    [InlineData("function:@F")]
    [InlineData("@ARN:function:@F")]
    public async Task A_name_may_be_written_as_an_arn(string name)
    {
        TestFunction f = new(service);

        Answer answer = await f.CreateAsync($"\"FunctionName\":\"{name}\"");

        Assert.Equal("F", f.Show((string)answer.Json["FunctionName"]!));
    }

    [Theory]
    [InlineData("""  "FunctionName":"a b"  """, $"400 ValidationException: 1 validation error detected: Value 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: {NamePattern}")]
    [InlineData("""  "FunctionName":"a.b"  """, $"400 ValidationException: 1 validation error detected: Value 'a.b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: {NamePattern}")]
    [InlineData("""  "FunctionName":null  """, "400 ValidationException: 1 validation error detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null")]
    [InlineData("""  "Role":"r1"  """, $"400 ValidationException: 1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: {RolePattern}")]
    [InlineData("""  "Role":null  """, "400 ValidationException: 1 validation error detected: Value null at 'role' failed to satisfy constraint: Member must not be null")]
    [InlineData("""  "Code":null  """, "400 ValidationException: 1 validation error detected: Value null at 'code' failed to satisfy constraint: Member must not be null")]
    [InlineData("""  "Role":"r1","FunctionName":null  """, $"400 ValidationException: 2 validation errors detected: ")]
    [InlineData("""  "MemorySize":127  """, "400 ValidationException: 1 validation error detected: Value '127' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128")]
    [InlineData("""  "Timeout":0  """, "400 ValidationException: 1 validation error detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("""  "EphemeralStorage":{"Size":511}  """, "400 ValidationException: 1 validation error detected: Value '511' at 'ephemeralStorage.size' failed to satisfy constraint: Member must have value greater than or equal to 512")]
    [InlineData("""  "EphemeralStorage":{"Size":10241}  """, "400 ValidationException: 1 validation error detected: Value '10241' at 'ephemeralStorage.size' failed to satisfy constraint: Member must have value less than or equal to 10240")]
    [InlineData("""  "Architectures":["x86_64","arm64"]  """, "400 ValidationException: 1 validation error detected: Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1")]
    [InlineData("""  "Architectures":["mips"]  """, "400 ValidationException: 1 validation error detected: Value '[mips]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]")]
    [InlineData("""  "TracingConfig":{"Mode":"On"}  """, "400 ValidationException: 1 validation error detected: Value 'On' at 'tracingConfig.mode' failed to satisfy constraint: Member must satisfy enum value set: [")]
    [InlineData("""  "PackageType":"Tar"  """, "400 ValidationException: 1 validation error detected: Value 'Tar' at 'packageType' failed to satisfy constraint: Member must satisfy enum value set: [")]
    [InlineData("""  "Runtime":"nodejs99"  """, $"400 InvalidParameterValueException: Value nodejs99 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: {Runtimes} or be a valid ARN")]
    [InlineData("""  "Runtime":"java8"  """, "400 InvalidParameterValueException: The runtime parameter of java8 is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.")]
    [InlineData("""  "Runtime":"go1.x"  """, "400 InvalidParameterValueException: The runtime parameter of go1.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.")]
    [InlineData("""  "Runtime":"provided"  """, "400 InvalidParameterValueException: The runtime parameter of provided is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.")]
    [InlineData("""  "Runtime":"nodejs14.x"  """, "400 InvalidParameterValueException: The runtime parameter of nodejs14.x is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.")]
    [InlineData("""  "Runtime":"python3.7"  """, "400 InvalidParameterValueException: The runtime parameter of python3.7 is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.")]
    [InlineData("""  "Code":{"ZipFile":"bm9uc2Vuc2U="}  """, "400 InvalidParameterValueException: Could not unzip uploaded file. Please check your file, then try to upload again.")]
    [InlineData("""  "Code":{"S3Bucket":"edge-compat-there-is-none","S3Key":"k"}  """, "400 InvalidParameterValueException: Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist")]
    [InlineData("""  "Layers":["@ARN:layer:edge-compat-none:1"]  """, "400 InvalidParameterValueException: Layer version ")]
    [InlineData("""  "Layers":["@ARN:layer:a:1","@ARN:layer:b:1","@ARN:layer:c:1","@ARN:layer:d:1","@ARN:layer:e:1","@ARN:layer:f:1"]  """, "400 InvalidParameterValueException: Cannot reference more than 5 layers.")]
    [Guess("""  "Environment":{"Variables":{"A":"1","B":"2"}}  """, "400 ValidationException: 1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+, Member must not be null]")]
    [InlineData("""  "Handler":null  """, "400 InvalidParameterValueException: Runtime and Handler are mandatory parameters for functions created with deployment packages.")]
    [InlineData("""  "Runtime":null  """, "400 InvalidParameterValueException: Runtime and Handler are mandatory parameters for functions created with deployment packages.")]
    [InlineData("""  "Code":{}  """, "400 InvalidParameterValueException: Please provide a source for function code.")]
    [InlineData("""  "Environment":{"Variables":{"AWS_REGION":"x"}}  """, "400 InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION")]
    public async Task What_cannot_be_is_refused(string more, string error)
    {
        TestFunction f = new(service);

        Assert.StartsWith(error, await f.OutcomeAsync("POST", Functions, Body(more)), StringComparison.Ordinal);
        Assert.Equal("404 ResourceNotFoundException: Function not found: ARN:function:F", await f.OutcomeAsync("GET", $"{Functions}/@F"));
    }

    [Fact]
    public async Task A_body_without_members_misses_three_of_them()
    {
        Answer answer = await service.CallAsync("POST", Functions, "{}");

        Assert.StartsWith("400 ValidationException: 3 validation errors detected: Value null at '", answer.Outcome, StringComparison.Ordinal);
        foreach (string member in (string[])["functionName", "role", "code"]) Assert.Contains($"Value null at '{member}' failed to satisfy constraint: Member must not be null", answer.Outcome, StringComparison.Ordinal);
        Assert.Equal(["message"], answer.Json.Select(member => member.Key));
    }

    [Fact]
    public async Task A_name_has_64_letters_at_most_and_with_its_arn_140()
    {
        string name = new('a', 65);
        TestFunction f = new(service);

        Assert.Equal(
            $"400 InvalidParameterValueException: 1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64",
            await f.OutcomeAsync("POST", Functions, Body($"\"FunctionName\":\"{name}\"")));
        Assert.Equal(
            $"400 ValidationException: 1 validation error detected: Value '{new string('a', 141)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 140",
            await f.OutcomeAsync("POST", Functions, Body($"\"FunctionName\":\"{new string('a', 141)}\"")));
    }

    [Fact]
    public async Task A_name_is_taken_once_and_free_again_after_deletion()
    {
        TestFunction f = await NewAsync(service);

        Assert.Equal("409 ResourceConflictException: Function already exist: F", await f.OutcomeAsync("POST", Functions, Body()));
        Assert.Equal("204", await f.WholeAsync("DELETE", $"{Functions}/@F"));
        Assert.Equal("201", await f.OutcomeAsync("POST", Functions, Body()));
    }

    [Fact]
    public async Task Variables_take_4_kb_together()
    {
        TestFunction f = new(service);
        string value = new('v', 4096);

        Assert.Equal(
            $"400 InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {{\"KEY\":\"{value}\"}}",
            await f.OutcomeAsync("POST", Functions, Body($$$"""  "Environment":{"Variables":{"KEY":"{{{value}}}"}}  """)));
    }

    [Fact]
    public async Task A_package_that_is_too_large_unzipped_is_refused()
    {
        using MemoryStream bytes = new();
        using (System.IO.Compression.ZipArchive archive = new(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("zeros", System.IO.Compression.CompressionLevel.Fastest).Open();
            byte[] zeros = new byte[1 << 20];
            for (int megabyte = 0; megabyte < 251; megabyte++) entry.Write(zeros);
        }

        TestFunction f = new(service);
        Assert.Equal(
            "400 InvalidParameterValueException: Unzipped size must be smaller than 262144000 bytes",
            await f.OutcomeAsync("POST", Functions, Body($$$"""  "Code":{"ZipFile":"{{{Convert.ToBase64String(bytes.ToArray())}}}"}  """)));
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused() => Assert.Equal(
        "413 RequestEntityTooLargeException: Request must be smaller than 70167211 bytes for the CreateFunction operation",
        (await service.Client.SendAsync("lambda", "POST", Functions, new byte[70_167_211])).Outcome);

    [Theory]
    [InlineData("""  "TracingConfig":5  """)]
    [InlineData("""  "Timeout":"soon"  """)]
    [InlineData("""  "Layers":"x"  """)]
    [InlineData("""  "Publish":"yes"  """)]
    [InlineData("""  "FunctionName":7  """)]
    [InlineData("""  "Code":{"ZipFile":"???"}  """)]
    [Trait("Certainty", "Guess")]
    public async Task A_value_of_another_type_cannot_be_read(string more)
    {
        TestFunction f = new(service);

        Answer answer = await f.CallAsync("POST", Functions, Body(more));

        Assert.Equal((400, "SerializationException"), (answer.Status, answer.Header("x-amzn-errortype")));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("nonsense")]
    [Trait("Certainty", "Guess")]
    public async Task A_body_that_is_no_json_is_refused(string body) =>
        Assert.StartsWith("400 InvalidRequestContentException: Could not parse request body into json: ", (await service.CallAsync("POST", Functions, body)).Outcome, StringComparison.Ordinal);
}
