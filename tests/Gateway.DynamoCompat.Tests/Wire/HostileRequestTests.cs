using System.Text;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tests.Wire;

/// <summary>Bodies made to crash, hang or swell a parser. Each must end in time that grows with its length alone.</summary>
public sealed class HostileRequestTests
{
    private const int Large = 16 * 1024 * 1024;

    // Generous, because the machine that runs this may be busy: what is quadratic takes hours.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Nothing = "SerializationException without a message";

    // Name: the body, and what the message says; empty for a request that is all right.
    private static readonly Dictionary<string, (Func<string> Body, string Expected)> Bodies = new()
    {
        ["maps, 10,000 deep"] = (() => "{\"Item\":{\"a\":" + Repeat("{\"M\":{\"a\":", 10_000), Nothing),
        ["maps, 10,000 deep and closed"] = (() => Put(Nested("{\"M\":{\"a\":", 10_000, "}}")), Nothing),
        ["maps, 490 deep"] = (() => Put(Nested("{\"M\":{\"a\":", 490, "}}")), "Nesting Levels"),
        ["lists, 490 deep"] = (() => Put(Nested("{\"L\":[", 490, "]}")), "Nesting Levels"),
        ["an unknown member, 1,000,000 deep"] = (() => "{\"Unknown\":" + Repeat("[", 1_000_000), Nothing),
        ["a bare array, 1,000,000 deep"] = (() => Repeat("[", 1_000_000), "Unrecognized collection"),
        ["an unknown member of 16 MB"] = (() => "{\"Unknown\":\"" + Repeat("x", Large) + "\"}", "at 'tableName'"),
        ["a name of 16 MB"] = (() => "{\"TableName\":\"" + Repeat("x", Large) + "\",\"Item\":{}}", "less than or equal to 255"),
        ["a text of 16 MB"] = (() => Put("{\"S\":\"" + Repeat("x", Large) + "\"}"), ""),
        ["escapes of 16 MB"] = (() => Put("{\"S\":\"" + Repeat("\\u0041", Large / 6) + "\"}"), ""),
        ["a blob of 16 MB"] = (() => Put("{\"B\":\"" + Repeat("AAAA", Large / 4) + "\"}"), ""),
        ["a blob of 16 MB with a bad end"] = (() => Put("{\"B\":\"" + Repeat("AAAA", Large / 4) + "AB==\"}"), "last non-pad"),
        ["a number of 16 MB"] = (() => Put("{\"N\":\"" + Repeat("9", Large) + "\"}"), "Number overflow"),
        ["zeros of 16 MB"] = (() => Put("{\"N\":\"0." + Repeat("0", Large) + "1\"}"), "Number underflow"),
        ["a number of 16 MB that is none"] = (() => Put("{\"N\":\"" + Repeat("9", Large) + "x\"}"), "cannot be converted to a numeric value: 999"),
        ["an exponent of 16 MB"] = (() => Put("{\"N\":\"1e" + Repeat("9", Large) + "\"}"), "Number overflow"),
        ["an integer of 16 MB"] = (() => "{\"TableName\":\"tab\",\"Item\":{},\"Unknown\":" + Repeat("9", Large) + "}", ""),
        ["200,000 attributes of one name"] = (() => PutAll(Repeat("\"a\":{\"N\":\"1\"},", 200_000) + "\"a\":{\"N\":\"2\"}"), ""),
        ["100,000 attributes, backwards"] = (() => PutAll(Numbered(100_000, number => $"\"{100_000 - number:d7}\":{{\"NULL\":true}}")), ""),
        ["100,000 attributes, each twice"] = (() => PutAll(Numbered(200_000, number => $"\"{number % 100_000}\":{{\"NULL\":true}}")), ""),
        ["a set of 200,000 with a duplicate"] = (() => Put("{\"SS\":[" + Numbered(200_000, number => $"\"{number}\"") + ",\"0\"]}"), "contains duplicates"),
        ["a set of 200,000 numbers, one in two spellings"] = (() => Put("{\"NS\":[" + Numbered(200_000, number => $"\"{number}\"") + ",\"0.0\"]}"), "contains duplicates"),
        ["200,000 members of one name"] = (() => "{" + Repeat("\"ReturnValues\":\"x\",", 200_000) + "\"TableName\":\"tab\",\"Item\":{}}", "at 'returnValues'"),
        ["200,000 unknown members"] = (() => "{" + Numbered(200_000, number => $"\"u{number}\":0") + ",\"TableName\":\"tab\",\"Item\":{}}", ""),
        ["200,000 types in one value"] = (() => Put("{" + Repeat("\"S\":\"x\",\"Q\":0,", 100_000) + "\"N\":\"1\"}"), "more than one datatypes"),
        ["200,000 empty values"] = (() => Put("{\"L\":[" + Repeat("{},", 200_000) + "{}]}"), "is empty"),
        ["100,000 expectations"] = (() => With("Expected", Numbered(100_000, number => $"\"{number}\":{{}}")), ""),
        ["100,000 expectations with faults"] = (() => With("Expected", Numbered(100_000, number => $"\"{number}\":{{\"ComparisonOperator\":\"x\"}}")), "10 validation errors"),
        ["100,000 placeholders"] = (() => With("ExpressionAttributeNames", Numbered(100_000, number => $"\"#{number}\":\"x\"")), ""),
    };

    public static TheoryData<string> Names => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_body_ends_in_an_answer(string name)
    {
        (Func<string> body, string expected) = Bodies[name];
        byte[] bytes = Encoding.UTF8.GetBytes(body());
        TimeProvider clock = TimeProvider.System;
        long start = clock.GetTimestamp();

        DynamoError? error = Answer(bytes);

        Assert.True(clock.GetElapsedTime(start) < Patience, $"{clock.GetElapsedTime(start)}");
        if (expected.Length == 0) Assert.Null(error);
        else if (expected == Nothing) Assert.Equal(("SerializationException", null), (error?.Code, error?.Message));
        else Assert.Contains(expected, error?.Message, StringComparison.Ordinal);
        Assert.True((error?.Message?.Length ?? 0) < 100_000, "The answer swells with the request.");
    }

    /// <summary>Any one byte of a request changed, cut or doubled: an answer, never another exception.</summary>
    [Fact]
    public void A_damaged_body_ends_in_an_answer()
    {
        byte[] body = """{"TableName":"tab","Item":{"a":{"S":"x\u00e9"},"l":{"L":[{"N":"1.5"},{"SS":["a","b"]},{"B":"AQI="},{"NULL":true}]}},"Expected":{"a":{"Exists":false}}}"""u8.ToArray();
        int refused = 0;
        for (int at = 0; at < body.Length; at++)
        {
            foreach (byte value in "\0\"\\{}[]:,0eE-+nt \u0080\u00FF"u8)
            {
                byte[] changed = [.. body];
                changed[at] = value;
                if (Answer(changed) is not null) refused++;
            }

            if (Answer(body[..at]) is not null) refused++;
            if (Answer([.. body[..at], .. body[at..], .. body[at..]]) is not null) refused++;
        }

        Assert.True(refused > body.Length, $"Only {refused} were refused.");
    }

    private static DynamoError? Answer(byte[] body)
    {
        try
        {
            WireStructure input = Request.Read("PutItem", body);
            if (Constraints.Check(input) is { } error) return error;
            input.Item("Item");
            return null;
        }
        catch (WireException refusal)
        {
            return refusal.Error;
        }
    }

    private static string Put(string value) => PutAll("\"a\":" + value);

    private static string PutAll(string attributes) => "{\"TableName\":\"tab\",\"Item\":{" + attributes + "}}";

    private static string With(string member, string content) => "{\"TableName\":\"tab\",\"Item\":{},\"" + member + "\":{" + content + "}}";

    private static string Nested(string open, int levels, string close) => Repeat(open, levels) + "{\"S\":\"x\"}" + Repeat(close, levels);

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Numbered(int count, Func<int, string> write) => string.Join(',', Enumerable.Range(0, count).Select(write));
}
