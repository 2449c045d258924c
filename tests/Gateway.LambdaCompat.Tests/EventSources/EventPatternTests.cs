using System.Text.Json;
using Gateway.LambdaCompat.EventSources;

namespace Gateway.LambdaCompat.Tests.EventSources;

public sealed class EventPatternTests
{
    private const string Record = """
        {"eventName":"INSERT","n":5,"list":["a","b"],"nothing":null,"dynamodb":{"NewImage":{"kind":{"S":"Order-17"},"count":{"N":"3"}},"Keys":{"pk":{"S":"x"}}}}
        """;

    [Theory]
    [InlineData("""{"eventName":["INSERT"]}""", true)]
    [InlineData("""{"eventName":["MODIFY","REMOVE"]}""", false)]
    [InlineData("""{"eventName":["INSERT"],"dynamodb":{"NewImage":{"kind":{"S":[{"prefix":"Order"}]}}}}""", true)]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"S":[{"prefix":"order"}]}}}}""", false)]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"S":[{"prefix":{"equals-ignore-case":"order"}}]}}}}""", true)]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"S":[{"suffix":"17"}]}}}}""", true)]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"S":[{"equals-ignore-case":"ORDER-17"}]}}}}""", true)]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"S":[{"wildcard":"O*-*7"}]}}}}""", true)]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"S":[{"wildcard":"O*-*8"}]}}}}""", false)]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"S":[{"anything-but":["Order-17"]}]}}}}""", false)]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"S":[{"anything-but":{"prefix":"X"}}]}}}}""", true)]
    [InlineData("""{"dynamodb":{"NewImage":{"missing":[{"exists":false}]}}}""", true)]
    [InlineData("""{"dynamodb":{"NewImage":{"missing":{"S":[{"exists":false}]}}}}""", true)]
    [InlineData("""{"dynamodb":{"OldImage":{"kind":{"S":[{"exists":false}]}}}}""", true)]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"S":[{"exists":true}]}}}}""", true)]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"S":[{"exists":false}]}}}}""", false)]
    [InlineData("""{"n":[{"numeric":[">",3,"<=",5]}]}""", true)]
    [InlineData("""{"n":[{"numeric":["=",4]}]}""", false)]
    [InlineData("""{"n":[5.0]}""", true)]
    [InlineData("""{"list":["b"]}""", true)]
    [InlineData("""{"list":["c"]}""", false)]
    [InlineData("""{"nothing":[null]}""", true)]
    [InlineData("""{"$or":[{"n":[7]},{"eventName":["INSERT"]}]}""", true)]
    [InlineData("""{"$or":[{"n":[7]},{"eventName":["REMOVE"]}]}""", false)]
    [InlineData("""{"missing":["x"]}""", false)]
    [InlineData("{}", true)]
    public void A_pattern_lets_records_through(string pattern, bool fits)
    {
        Assert.True(EventPattern.TryParse(pattern, out EventPattern? parsed));
        using JsonDocument record = JsonDocument.Parse(Record);

        Assert.Equal(fits, parsed.Matches(record.RootElement));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"a":"b"}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("""{"a":[["b"]]}""")]
    [InlineData("""{"a":[{"nope":1}]}""")]
    [InlineData("""{"a":[{"prefix":1}]}""")]
    [InlineData("""{"a":[{"numeric":["!",1]}]}""")]
    [InlineData("""{"a":[{"numeric":[">"]}]}""")]
    [InlineData("""{"a":[{"exists":"x"}]}""")]
    public void What_is_no_pattern_is_refused(string text) => Assert.False(EventPattern.TryParse(text, out _));
}
