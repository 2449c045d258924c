using System.Text;
using Gateway.Wire.Input;
using Gateway.Wire.Models;
using Gateway.Wire.Validation;

namespace Gateway.Wire.Tests.Validation;

public sealed class ConstraintsTests
{
    private const string Role = "arn:aws:iam::000000000000:role/r";

    [Fact]
    public void A_good_request_has_no_violation() => Assert.Null(Check($$"""{"FunctionName":"f","Role":"{{Role}}","Code":{} }"""));

    [Fact]
    public void Members_that_must_be_there_are_named() =>
        Assert.Equal(
            "3 validation errors detected: Value null at 'code' failed to satisfy constraint: Member must not be null; Value null at 'functionName' failed to satisfy constraint: Member must not be null; Value null at 'role' failed to satisfy constraint: Member must not be null",
            Check("{}"));

    [Theory]
    [InlineData("\"EphemeralStorage\":{\"Size\":511}", "Value '511' at 'ephemeralStorage.size' failed to satisfy constraint: Member must have value greater than or equal to 512")]
    [InlineData("\"Timeout\":901", "Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900")]
    [InlineData("\"Architectures\":[\"arm\"]", "Value '[arm]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]")]
    [InlineData("\"Architectures\":[\"x86_64\",\"arm64\"]", "Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal to 1")]
    [InlineData("\"PackageType\":\"Tar\"", "Value 'Tar' at 'packageType' failed to satisfy constraint: Member must satisfy enum value set: [Zip, Image]")]
    [InlineData("\"Environment\":{\"Variables\":{\"A\":\"secret\",\"B\":\"\"}}", "Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+, Member must not be null]")]
    public void A_violation_says_value_place_and_constraint(string member, string expected) =>
        Assert.Equal($"1 validation error detected: {expected}", Check($$"""{"FunctionName":"f","Role":"{{Role}}","Code":{},{{member}} }"""));

    [Fact]
    public void A_pattern_must_match_the_whole_text() =>
        Assert.Equal(
            @"1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+",
            Check("""{"FunctionName":"f","Role":"r1","Code":{} }"""));

    [Fact]
    public void Weights_of_an_alias_are_bounded()
    {
        ReadOnlySpan<byte> body = """{"FunctionName":"f","Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"1":2.0}}}"""u8;

        string? text = Constraints.Check(JsonInputReader.Read(ServiceModel.Lambda.Find("CreateAlias")!.Input, body));

        Assert.Contains("Value '{1=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [", text, StringComparison.Ordinal);
    }

    private static string? Check(string body) => Constraints.Check(JsonInputReader.Read(ServiceModel.Lambda.Find("CreateFunction")!.Input, Encoding.UTF8.GetBytes(body)));
}
