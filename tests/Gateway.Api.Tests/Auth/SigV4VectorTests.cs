using Gateway.Api.Auth;
using Gateway.Api.Listeners;
using Gateway.DynamoCompat;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Api.Tests.Auth;

/// <summary>Requests of which AWS has published the signatures.</summary>
/// <remarks>Source: doc Signature Version 4 test suite; doc Create a signed AWS API request (ListUsers).</remarks>
public sealed class SigV4VectorTests
{
    private static readonly AccessKey Key = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "123456789012");
    private readonly SigV4Verifier verifier = new(new ManualTimeProvider(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("GET", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")] // get-vanilla
    [InlineData("GET", "/example/..", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")] // get-relative
    [InlineData("GET", "//", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")] // get-slash
    [InlineData("GET", "/", "Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")] // get-vanilla-query-order-key-case
    [InlineData("POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")] // post-vanilla
    public void Requests_of_the_test_suite(string method, string path, string query, string signature) =>
        Assert.Null(Verify("service", "host;x-amz-date", signature, method, path, query, ("Host", "example.amazonaws.com")));

    [Fact]
    public void Spaces_around_and_inside_a_value_do_not_count() =>
        Assert.Null(Verify(
            "service", "host;my-header1;my-header2;x-amz-date", "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736", "GET", "/", "",
            ("Host", "example.amazonaws.com"), ("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")));

    [Fact]
    public void Several_values_of_a_header_are_joined() =>
        Assert.Null(Verify(
            "service", "host;my-header1;x-amz-date", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea", "GET", "/", "",
            ("Host", "example.amazonaws.com"), ("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")));

    [Fact]
    public void The_example_of_the_guide() =>
        Assert.Null(Verify(
            "iam", "content-type;host;x-amz-date", "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7", "GET", "/", "Action=ListUsers&Version=2010-05-08",
            ("Host", "iam.amazonaws.com"), ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")));

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/./example", "/example")]
    [InlineData("/a/../..//b/", "/b/")]
    [InlineData("/%E1%88%B4", "/%25E1%2588%25B4")] // encoded once more than it was sent
    [InlineData("/a b", "/a%20b")]
    public void Paths_are_made_plain_and_encoded_again(string sent, string canonical) => Assert.Equal(canonical, CanonicalRequest.PathOf(sent));

    [Theory]
    [InlineData("b=2&a=1", "a=1&b=2")]
    [InlineData("a=2&a=1", "a=1&a=2")]
    [InlineData("a", "a=")]
    [InlineData("x=%7e&y=a+b&z=%2f", "x=~&y=a%20b&z=%2F")]
    [InlineData("B=1&a=2", "B=1&a=2")] // capitals stand before small letters
    [InlineData("X-Amz-Signature=abc&a=1", "a=1")]
    public void Queries_are_ordered_and_encoded_in_the_one_right_way(string sent, string canonical) => Assert.Equal(canonical, CanonicalRequest.QueryOf(sent));

    private DynamoError? Verify(string service, string signedHeaders, string signature, string method, string path, string query, params (string Name, string Value)[] headers)
    {
        IHeaderDictionary all = new HeaderDictionary();
        foreach ((string name, string value) in headers) all.Append(name, value);
        all["X-Amz-Date"] = "20150830T123600Z";
        all.Authorization = $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/{service}/aws4_request, SignedHeaders={signedHeaders}, Signature={signature}";
        return verifier.Verify(new SignedRequest(method, path, query, all, default), new KeySet([Key]), service, new AnswerBuffer(), out _, out _);
    }
}
