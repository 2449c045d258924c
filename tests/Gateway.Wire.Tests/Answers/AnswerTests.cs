using Gateway.Testing.Faces;
using Gateway.Wire.Answers;

namespace Gateway.Wire.Tests.Answers;

public sealed class AnswerTests
{
    [Fact]
    public void An_error_of_a_rest_service_names_its_kind_in_a_header()
    {
        MemoryAnswer answer = new();

        ErrorWriter.WriteRest(answer, new WireError(404, "ResourceNotFoundException", "gone") { MessageName = "Message", Type = "User", Headers = [KeyValuePair.Create("Retry-After", "1")] });

        Assert.Equal((404, "ResourceNotFoundException", "1", """{"Type":"User","Message":"gone"}"""), (answer.Status, answer.Header("x-amzn-ErrorType"), answer.Header("retry-after"), answer.Text));
    }

    [Fact]
    public void An_error_of_json_1_1_names_its_kind_in_the_body()
    {
        MemoryAnswer answer = new();

        ErrorWriter.WriteJson11(answer, new WireError(400, "InvalidParameterException", "no") { Members = [KeyValuePair.Create("why", "so")] });

        Assert.Equal((400, "application/x-amz-json-1.1", """{"__type":"InvalidParameterException","why":"so","message":"no"}"""), (answer.Status, answer.Header("Content-Type"), answer.Text));
    }

    [Fact]
    public void Pages_follow_one_another()
    {
        string[] names = ["a", "b", "c", "d", "e"];
        List<string> seen = [];
        string? token = null;
        int pages = 0;
        do
        {
            string? after = null;
            Assert.True(token is null || PageToken.TryParse(token, out after));
            (IReadOnlyList<string> page, token) = PageToken.Cut(names, name => name, after, 2);
            seen.AddRange(page);
            pages++;
        }
        while (token is not null);

        Assert.Equal(names, seen);
        Assert.Equal(3, pages);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("eA==")]
    [InlineData("AAAA")]
    public void A_foreign_token_is_refused(string token) => Assert.False(PageToken.TryParse(token, out _));

    [Fact]
    public void Ids_are_the_same_for_the_same_seed()
    {
        IdMaker one = new(new Random(1)), other = new(new Random(1));

        Assert.Equal(one.Uuid(), other.Uuid());
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", one.Uuid());
        Assert.Matches("^[a-z0-9]{32}$", one.Letters(32));
        Assert.Matches("^[a-f0-9]{7}$", one.Hex(7));
    }

    [Fact]
    public void Moments_are_written_as_services_do()
    {
        DateTimeOffset moment = new(2025, 11, 25, 4, 22, 17, 123, TimeSpan.FromHours(1));

        Assert.Equal(("2025-11-25T03:22:17.123+0000", "2025-11-25T03:22:17.123Z", "2025-11-25T03:22:17Z", 1764040937.123m), (WireTime.Lambda(moment), WireTime.Iso(moment), WireTime.IsoSeconds(moment), WireTime.Seconds(moment)));
        Assert.Equal(moment, WireTime.FromSeconds(1764040937.123));
        Assert.Equal(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), WireTime.FromSeconds(double.MaxValue).ToUnixTimeMilliseconds());
    }
}
