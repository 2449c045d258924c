using System.Text;
using Amazon.Runtime;
using Gateway.Compat.Lambda.Tests.Fixtures;

namespace Gateway.Compat.Lambda.Tests.Access;

/// <summary>Requests that are not signed, or not rightly. Source: doc CommonErrors; answers as observed of other services. A PoP without keys takes any.</summary>
[Trait("Certainty", "Guess")]
public sealed class SignatureTests(ServiceUnderTest service)
{
    [Fact]
    public async Task A_request_without_a_signature_is_refused()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(AddressOf(), "/2015-03-31/functions/"));

        Answer answer = await service.Client.SendAsIsAsync(request);

        Assert.Equal((403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}"""), (answer.Status, answer.Header("x-amzn-errortype"), Answer.Sorted(answer.Json)));
    }

    [Fact]
    public async Task A_key_that_nobody_has_is_refused()
    {
        using SignedClient stranger = new(_ => AddressOf(), service.Region, new BasicAWSCredentials("AKIDNOBODYHASTHIS", "secret"));

        Answer answer = await stranger.SendAsync("lambda", "GET", "/2015-03-31/functions/", []);

        Assert.Equal((403, "UnrecognizedClientException", """{"message":"The security token included in the request is invalid."}"""), (answer.Status, answer.Header("x-amzn-errortype"), Answer.Sorted(answer.Json)));
    }

    [Fact]
    public async Task A_body_that_was_changed_on_the_way_is_refused()
    {
        AddressOf();
        using HttpRequestMessage request = await service.Client.PrepareAsync("lambda", "POST", TestFunction.Functions, Encoding.UTF8.GetBytes("{}"));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("[]"));

        Answer answer = await service.Client.SendAsIsAsync(request);

        Assert.Equal((403, "InvalidSignatureException"), (answer.Status, answer.Header("x-amzn-errortype")));
        Assert.StartsWith("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.", (string?)answer.Json["message"], StringComparison.Ordinal);
    }

    private Uri AddressOf()
    {
        Assert.SkipUnless(service.ChecksSignatures, "The PoP may have no keys.");
        return service.IsAws ? new Uri($"https://lambda.{service.Region}.amazonaws.com/") : service.Address;
    }
}
