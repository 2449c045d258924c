using System.Net;
using Gateway.Testing.Gateways;

namespace Gateway.Api.Tests.Listeners;

public sealed class TransportTests
{
    [Fact]
    public async Task A_gateway_answers_on_a_free_port()
    {
        await using GatewayUnderTest gateway = await GatewayUnderTest.StartAsync();
        using HttpClient client = new() { BaseAddress = gateway.Endpoint };
        using StringContent body = new("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-amz-json-1.0"));
        body.Headers.Add("X-Amz-Target", "DynamoDB_20120810.NoSuchThing");

        using HttpResponseMessage answer = await client.PostAsync("/", body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("""{"__type":"com.amazon.coral.service#UnknownOperationException"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
