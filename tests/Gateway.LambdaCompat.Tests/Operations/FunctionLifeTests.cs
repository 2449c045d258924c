using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.LambdaCompat.Packages;
using Gateway.LambdaCompat.Tests.Harness;
using Gateway.Testing.Faces;
using static Gateway.LambdaCompat.Tests.Harness.LambdaUnderTest;

namespace Gateway.LambdaCompat.Tests.Operations;

public sealed class FunctionLifeTests : IAsyncDisposable
{
    private const string Functions = "/2015-03-31/functions";

    private readonly LambdaUnderTest lambda = new();

    public ValueTask DisposeAsync() => lambda.DisposeAsync();

    [Fact]
    public async Task A_new_function_is_pending_and_then_active()
    {
        byte[] zip = Zips.Small();
        MemoryAnswer answer = await lambda.CallAsync("POST", Functions, CreateBody("f", zip: zip));

        Assert.Equal(201, answer.Status);
        JsonObject made = answer.Json!.AsObject();
        string[] members =
        [
            "FunctionName", "FunctionArn", "Runtime", "Role", "Handler", "CodeSize", "Description", "Timeout", "MemorySize", "LastModified", "CodeSha256", "Version", "TracingConfig",
            "RevisionId", "State", "StateReason", "StateReasonCode", "PackageType", "Architectures", "EphemeralStorage", "SnapStart", "RuntimeVersionConfig", "LoggingConfig",
        ];
        Assert.Equal(members.Order(), made.Select(member => member.Key).Order());
        Assert.Equal("Pending", (string?)made["State"]);
        Assert.Equal(Arn + "f", (string?)made["FunctionArn"]);
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(zip)), (string?)made["CodeSha256"]);
        Assert.Equal("2026-01-01T00:00:00.000+0000", (string?)made["LastModified"]);

        JsonObject now = await lambda.OkAsync("GET", Functions + "/f/configuration");
        Assert.Equal("Active", (string?)now["State"]);
        Assert.Equal("Successful", (string?)now["LastUpdateStatus"]);
        Assert.NotEqual((string?)made["RevisionId"], (string?)now["RevisionId"]);
        Assert.False(now.ContainsKey("StateReason"));
    }

    [Fact]
    public async Task What_is_set_is_kept_and_returned_also_after_a_restart()
    {
        const string Settings = "'Description':'d','Timeout':7,'MemorySize':256,'Environment':{'Variables':{'BB':'2','AA':'1'}},'Tags':{'t':'v'},'Architectures':['arm64'],'EphemeralStorage':{'Size':1024},"
            + "'DeadLetterConfig':{'TargetArn':'arn:aws:sqs:us-east-1:123456789012:q'},'TracingConfig':{'Mode':'Active'},'VpcConfig':{'SubnetIds':['subnet-1'],'SecurityGroupIds':['sg-1']},'KMSKeyArn':'arn:aws:kms:x',"
            + "'LoggingConfig':{'LogFormat':'JSON','LogGroup':'mine'},'FileSystemConfigs':[{'Arn':'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0','LocalMountPath':'/mnt/x'}]";
        await lambda.CreateAsync("f", Settings);

        await lambda.RestartAsync();

        JsonObject whole = await lambda.OkAsync("GET", Functions + "/f");
        JsonObject now = whole["Configuration"]!.AsObject();
        Assert.Equal("{\"t\":\"v\"}", whole["Tags"]!.ToJsonString());
        Assert.Equal("""{"Variables":{"BB":"2","AA":"1"}}""", now["Environment"]!.ToJsonString());
        Assert.Equal("""{"LogFormat":"JSON","ApplicationLogLevel":"INFO","SystemLogLevel":"INFO","LogGroup":"mine"}""", now["LoggingConfig"]!.ToJsonString());
        Assert.Equal("""["arm64"]""", now["Architectures"]!.ToJsonString());
        Assert.Equal("arn:aws:sqs:us-east-1:123456789012:q", (string?)now["DeadLetterConfig"]!["TargetArn"]);
        Assert.Equal("/mnt/x", (string?)now["FileSystemConfigs"]![0]!["LocalMountPath"]);
        Assert.Equal(["subnet-1"], now["VpcConfig"]!["SubnetIds"]!.AsArray().Select(id => (string?)id));
        Assert.Equal(7, (int?)now["Timeout"]);
        Assert.Equal("Active", (string?)now["TracingConfig"]!["Mode"]);
    }

    [Fact]
    public async Task The_location_of_the_code_downloads_it_without_a_signature()
    {
        byte[] zip = Zips.Small();
        await lambda.CreateAsync("f", zip: zip);
        string location = (string)(await lambda.OkAsync("GET", Functions + "/f"))["Code"]!["Location"]!;

        string path = new Uri(location).AbsolutePath;
        Assert.True(LambdaFace.IsUnsigned(path));
        Assert.Equal(zip, (await lambda.CallAsync("GET", path, account: "")).Bytes);
        Assert.Equal(403, (await lambda.CallAsync("GET", path[..^1] + (path[^1] == '0' ? '1' : '0'))).Status);
        lambda.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(403, (await lambda.CallAsync("GET", path)).Status);
    }

    [Theory]
    [InlineData("f")]
    [InlineData("f:$LATEST", ":$LATEST")]
    [InlineData("123456789012:function:f")]
    [InlineData("function:f")]
    [InlineData("us-east-1:123456789012:function:f")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:f")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST", ":$LATEST")]
    public async Task A_function_is_found_by_name_and_arn(string name, string qualifier = "")
    {
        await lambda.CreateAsync("f");

        JsonObject found = await lambda.OkAsync("GET", $"{Functions}/{Uri.EscapeDataString(name)}/configuration");

        Assert.Equal(Arn + "f" + qualifier, (string?)found["FunctionArn"]);
    }

    [Theory]
    [InlineData("g", "", "404 ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:123456789012:function:g")]
    [InlineData("g", "Qualifier=1", "404 ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:123456789012:function:g:1")]
    [InlineData("f", "Qualifier=7", "404 ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:123456789012:function:f:7")]
    [InlineData("f:1", "Qualifier=2", "400 InvalidParameterValueException: The derived qualifier from the function name does not match the specified qualifier.")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:f", "", "404 ResourceNotFoundException: Functions from 'eu-west-1' are not reachable in this region ('us-east-1')")]
    [InlineData("arn:aws:lambda:us-east-1:999999999999:function:f", "", "403 AccessDeniedException: ")]
    public async Task What_is_not_there_is_named(string name, string query, string error)
    {
        await lambda.CreateAsync("f");

        Assert.Equal(error, await lambda.ErrorAsync("GET", $"{Functions}/{Uri.EscapeDataString(name)}", query: query));
    }

    [Fact]
    public async Task A_name_that_breaks_the_pattern_is_a_violation() =>
        Assert.StartsWith("400 ValidationException: 1 validation error detected: Value 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ", await lambda.ErrorAsync("GET", Functions + "/a%20b"), StringComparison.Ordinal);

    [Theory]
    [InlineData("'Runtime':'nodejs22.x'", "'Runtime':'nodejs99'", "400 InvalidParameterValueException: Value nodejs99 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs20.x, python3.14,")]
    [InlineData("'Runtime':'nodejs22.x'", "'Runtime':'java8'", "400 InvalidParameterValueException: The runtime parameter of java8 is no longer supported for creating or updating AWS Lambda functions. We recommend")]
    [InlineData("'Role':'arn:aws:iam::123456789012:role/r'", "'Role':'r1'", "400 ValidationException: 1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::")]
    [InlineData("'Handler':'index.handler'", "'Handler':null", "400 InvalidParameterValueException: Runtime and Handler are mandatory parameters for functions created with deployment packages.")]
    [InlineData("'Handler'", "'PackageType':'Image','Handler'", "400 InvalidParameterValueException: Functions with package type Image are not supported")]
    [InlineData("'Handler'", "'Layers':['arn:aws:lambda:us-east-1:123456789012:layer:l:1'],'Handler'", "400 InvalidParameterValueException: Layer version arn:aws:lambda:us-east-1:123456789012:layer:l:1 does not exist.")]
    [InlineData("'Handler'", "'Environment':{'Variables':{'AWS_REGION':'x'}},'Handler'", "400 InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys")]
    [InlineData("'Handler'", "'Architectures':['x86_64','arm64'],'Handler'", "400 ValidationException: 1 validation error detected: Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1")]
    public async Task What_cannot_be_is_refused(string member, string wrong, string error) =>
        Assert.StartsWith(error, await lambda.ErrorAsync("POST", Functions, CreateBody("f").Replace(member, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public async Task A_body_that_is_no_zip_is_refused()
    {
        const string Bad = "400 InvalidParameterValueException: Could not unzip uploaded file. Please check your file, then try to upload again.";

        Assert.Equal(Bad, await lambda.ErrorAsync("POST", Functions, CreateBody("f", zip: "nonsense"u8.ToArray())));
        Assert.Equal(Bad, await lambda.ErrorAsync("POST", Functions, CreateBody("f", zip: Zips.Of(("../x", "", 0)))));
        Assert.Equal("400 InvalidParameterValueException: Unzipped size must be smaller than 262144000 bytes", await lambda.ErrorAsync("POST", Functions, CreateBody("f", zip: Zips.Bomb(PackageUnpacker.UnzippedBytesMax + 1))));
        Assert.Empty(Directory.EnumerateFileSystemEntries(lambda.PackageFolder));
    }

    [Fact]
    public async Task An_environment_over_4_kb_is_refused() =>
        Assert.StartsWith(
            "400 InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {\"KEY\":\"vvv",
            await lambda.ErrorAsync("POST", Functions, CreateBody("f", $"'Environment':{{'Variables':{{'KEY':'{new string('v', 4096)}'}}}}")), StringComparison.Ordinal);

    [Fact]
    public async Task A_request_that_is_too_large_is_refused() =>
        Assert.Equal("413 RequestEntityTooLargeException: Request must be smaller than 70167211 bytes for the CreateFunction operation", await lambda.ErrorAsync("POST", Functions, new byte[70_167_211]));

    [Fact]
    public async Task A_name_is_taken_once_and_free_again_after_deletion()
    {
        await lambda.CreateAsync("f");
        Assert.Equal("409 ResourceConflictException: Function already exist: f", await lambda.ErrorAsync("POST", Functions, CreateBody("f")));

        Assert.Equal(204, (await lambda.CallAsync("DELETE", Functions + "/f")).Status);
        Assert.Equal("404 ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:123456789012:function:f", await lambda.ErrorAsync("DELETE", Functions + "/f"));
        await lambda.CreateAsync("f");
    }

    [Fact]
    public async Task Errors_spell_their_message_as_the_model_says()
    {
        JsonObject missing = (await lambda.CallAsync("GET", Functions + "/f")).Json!.AsObject();
        JsonObject invalid = (await lambda.CallAsync("POST", Functions, CreateBody("f", zip: [1]))).Json!.AsObject();
        JsonObject violation = (await lambda.CallAsync("POST", Functions, "{}")).Json!.AsObject();

        Assert.Equal(["Type", "Message"], missing.Select(member => member.Key));
        Assert.Equal(["Type", "message"], invalid.Select(member => member.Key));
        Assert.Equal(["message"], violation.Select(member => member.Key));
    }

    [Fact]
    public async Task An_update_answers_in_progress_and_changes_the_revision_again()
    {
        await lambda.CreateAsync("f");
        string first = (string)(await lambda.OkAsync("GET", Functions + "/f/configuration"))["RevisionId"]!;

        JsonObject answer = await lambda.OkAsync("PUT", Functions + "/f/configuration", "{'Timeout':9}");
        JsonObject now = await lambda.OkAsync("GET", Functions + "/f/configuration");

        Assert.Equal(("Active", "InProgress", "Creating"), ((string?)answer["State"], (string?)answer["LastUpdateStatus"], (string?)answer["LastUpdateStatusReasonCode"]));
        Assert.Equal("Successful", (string?)now["LastUpdateStatus"]);
        Assert.Equal(3, new[] { first, (string?)answer["RevisionId"], (string?)now["RevisionId"] }.Distinct().Count());
        Assert.Equal(9, (int?)now["Timeout"]);
        Assert.StartsWith("412 PreconditionFailedException: The Revision Id provided does not match", await lambda.ErrorAsync("PUT", Functions + "/f/configuration", $"{{'RevisionId':'{first}'}}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_code_gets_new_environments_and_a_dry_run_none()
    {
        await lambda.CreateAsync("f");
        byte[] zip = Zips.Small("2");

        JsonObject dry = await lambda.OkAsync("PUT", Functions + "/f/code", $"{{'DryRun':true,'ZipFile':'{Convert.ToBase64String(zip)}'}}");
        Assert.Empty(lambda.Engine.Retired);
        JsonObject real = await lambda.OkAsync("PUT", Functions + "/f/code", $"{{'ZipFile':'{Convert.ToBase64String(zip)}'}}");

        Assert.Equal(Convert.ToBase64String(SHA256.HashData(zip)), (string?)dry["CodeSha256"]);
        Assert.Equal((string?)dry["CodeSha256"], (string?)real["CodeSha256"]);
        Assert.Single(lambda.Engine.Retired);
        Assert.Equal("400 InvalidParameterValueException: Please provide a source for function code.", await lambda.ErrorAsync("PUT", Functions + "/f/code", "{}"));
    }

    [Fact]
    public async Task Lists_come_in_pages_without_states()
    {
        foreach (string name in (string[])["c", "a", "b"]) await lambda.CreateAsync(name);

        JsonObject first = await lambda.OkAsync("GET", Functions, query: "MaxItems=2");
        JsonObject second = await lambda.OkAsync("GET", Functions, query: $"MaxItems=2&Marker={Uri.EscapeDataString((string)first["NextMarker"]!)}");

        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal(["c"], Names(second));
        Assert.False(second.ContainsKey("NextMarker"));
        Assert.All(first["Functions"]!.AsArray(), function => Assert.False(function!.AsObject().ContainsKey("State")));
        Assert.StartsWith("400 ValidationException: 1 validation error detected: Value 'x' at 'functionVersion' failed to satisfy constraint: Member must satisfy enum value set: [ALL]", await lambda.ErrorAsync("GET", Functions, query: "FunctionVersion=x"), StringComparison.Ordinal);

        static IEnumerable<string?> Names(JsonObject page) => page["Functions"]!.AsArray().Select(function => (string?)function!["FunctionName"]);
    }

    [Fact]
    public async Task Tenants_see_their_own_functions_only()
    {
        await lambda.CreateAsync("f");

        MemoryAnswer answer = await lambda.CallAsync("GET", Functions + "/f", account: "999999999999");
        MemoryAnswer list = await lambda.CallAsync("GET", Functions, account: "999999999999");

        Assert.Equal(404, answer.Status);
        Assert.Equal("""{"Functions":[]}""", list.Text);
    }

    [Fact]
    public async Task A_path_that_no_operation_has_is_refused()
    {
        Assert.Equal("403 AccessDeniedException: Unable to determine service/operation name to be authorized", await lambda.ErrorAsync("GET", "/2015-03-31/nothing"));
        Assert.False(LambdaFace.Owns("GET", "/2015-03-31/nothing", ""));
        Assert.True(LambdaFace.Owns("GET", "/2015-03-31/functions/", ""));
    }
}
