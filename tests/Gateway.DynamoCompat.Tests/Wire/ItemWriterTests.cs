using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire;
using Gateway.Testing;

namespace Gateway.DynamoCompat.Tests.Wire;

public sealed class ItemWriterTests
{
    [Fact]
    public void Values_are_written_as_dynamodb_does()
    {
        Value item = Value.Map(
            ("s", Value.String("é😀\"\\\n<&'")),
            ("n", Value.Number("-12.50")),
            ("big", Value.Number("1e125")),
            ("small", Value.Number("1e-5")),
            ("b", Value.Binary([1, 2, 0xFF])),
            ("t", Value.Boolean(true)),
            ("f", Value.Boolean(false)),
            ("0", Value.Null),
            ("ss", Value.StringSet("b", "a")),
            ("ns", Value.NumberSet(10, 9)),
            ("bs", Value.BinarySet([2], [1])),
            ("m", Value.Map(("x", Value.EmptyMap))),
            ("l", Value.List(Value.Null, Value.EmptyList)));

        string[] expected =
        [
            "\"0\":{\"NULL\":true}", "\"b\":{\"B\":\"AQL/\"}", $"\"big\":{{\"N\":\"1{new string('0', 125)}\"}}", "\"bs\":{\"BS\":[\"AQ==\",\"Ag==\"]}", "\"f\":{\"BOOL\":false}",
            "\"l\":{\"L\":[{\"NULL\":true},{\"L\":[]}]}", "\"m\":{\"M\":{\"x\":{\"M\":{}}}}", "\"n\":{\"N\":\"-12.5\"}", "\"ns\":{\"NS\":[\"9\",\"10\"]}", "\"s\":{\"S\":\"é😀\\\"\\\\\\n<&'\"}",
            "\"small\":{\"N\":\"0.00001\"}", "\"ss\":{\"SS\":[\"a\",\"b\"]}", "\"t\":{\"BOOL\":true}",
        ];
        Assert.Equal($"{{{string.Join(',', expected)}}}",
            Written(writer => ItemWriter.WriteItem(writer, item)));
    }

    [Fact]
    public void Only_what_json_demands_is_escaped()
    {
        string all = string.Concat(Enumerable.Range(0, 0x80).Select(code => (char)code)) + "é\u2028漢😀";
        string json = Written(writer => ItemWriter.Write(writer, Value.String(all)));
        Assert.Equal(
            "{\"S\":\"" + string.Concat(Enumerable.Range(0, 8).Select(code => $"\\u000{code}")) + "\\b\\t\\n\\u000B\\f\\r\\u000E\\u000F"
            + string.Concat(Enumerable.Range(0x10, 0x10).Select(code => $"\\u{code:X4}")) + all[0x20..].Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"}",
            json);
        Assert.Equal(all, JsonDocument.Parse(json).RootElement.GetProperty("S").GetString());
    }

    [Fact]
    public void Values_stand_among_other_members()
    {
        Value value = Value.Map(("a", Value.List(Value.Null, Value.Null)));
        Assert.Equal("""{"x":1,"v":{"M":{"a":{"L":[{"NULL":true},{"NULL":true}]}}},"i":[{"a":{"L":[{"NULL":true},{"NULL":true}]}},{}],"y":2}""", Written(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("x", 1);
            writer.WritePropertyName("v");
            ItemWriter.Write(writer, value);
            writer.WriteStartArray("i");
            ItemWriter.WriteItem(writer, value);
            ItemWriter.WriteItem(writer, Value.EmptyMap);
            writer.WriteEndArray();
            writer.WriteNumber("y", 2);
            writer.WriteEndObject();
        }));
    }

    [Fact]
    public void A_named_item_is_left_out_if_there_is_none()
    {
        JsonEncodedText name = JsonEncodedText.Encode("Item");
        Assert.Equal("""{"Item":{"a":{"S":""}}}""", Written(writer => Wrap(writer, () => ItemWriter.WriteItem(writer, name, Value.Map(("a", Value.String("")))))));
        Assert.Equal("{}", Written(writer => Wrap(writer, () => ItemWriter.WriteItem(writer, name, default))));

        static void Wrap(Utf8JsonWriter writer, Action write)
        {
            writer.WriteStartObject();
            write();
            writer.WriteEndObject();
        }
    }

    [Fact]
    public void No_value_cannot_be_written()
    {
        Assert.Throws<ArgumentException>(() => Written(writer => ItemWriter.Write(writer, default)));
        Assert.Throws<ArgumentException>(() => Written(writer => ItemWriter.WriteItem(writer, Value.EmptyList)));
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same_value() =>
        Check.One(
            Rounds(),
            Prop.ForAll(Arb.From(Items()), item => ReadBack(item) == item));

    [Fact]
    public void The_slow_reader_agrees_with_the_quick_one() =>
        Check.One(
            Rounds(),
            Prop.ForAll(Arb.From(Items()), item =>
            {
                byte[] json = Encoding.UTF8.GetBytes(Written(writer => ItemWriter.WriteItem(writer, item)));
                Utf8JsonReader reader = new(json);
                reader.Read();
                return LooseReader.Read(ref reader, isMap: true, isElement: false).Value == item && reader.BytesConsumed == json.Length;
            }));

    private static Config Rounds() =>
        Config.QuickThrowOnFailure.WithMaxTest(TestSettings.Rounds(2000)).WithQuietOnSuccess(true).WithReplay(TestSettings.Seed is { } seed ? (ulong)seed : 20261122UL, 3UL);

    private static Value ReadBack(Value item)
    {
        string json = Written(writer => ItemWriter.WriteItem(writer, item));
        return Request.Read("PutItem", $"{{\"Item\":{json}}}").Item("Item");
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> answer = new();
        using (Utf8JsonWriter writer = new(answer, ItemWriter.Options)) write(writer);
        return Encoding.UTF8.GetString(answer.WrittenSpan);
    }

    private static Gen<Value> Items() => Maps(Values(4));

    private static Gen<Value> Values(int levels)
    {
        Gen<Value>[] scalars =
        [
            Texts().Select(Value.String),
            Numbers().Select(number => Value.Number(number)),
            Blobs().Select(blob => Value.Binary(blob)),
            ArbMap.Default.GeneratorFor<bool>().Select(Value.Boolean),
            Gen.Constant(Value.Null),
            Texts().NonEmptyListOf().Select(texts => Value.StringSet(texts.Distinct())),
            Numbers().NonEmptyListOf().Select(numbers => Value.NumberSet(numbers.Distinct())),
            Blobs().NonEmptyListOf().Select(blobs => Value.BinarySet(blobs.DistinctBy(Convert.ToBase64String))),
        ];
        Gen<Value> scalar = Gen.OneOf(scalars);
        return levels == 0 ? scalar : Gen.OneOf(scalar, scalar, Maps(Values(levels - 1)), Values(levels - 1).ListOf().Select(values => Value.List(values)));
    }

    private static Gen<Value> Maps(Gen<Value> values) =>
        Gen.Zip(Texts(), values).ListOf().Select(members => Value.Map(members.DistinctBy(member => member.Item1).Select(member => KeyValuePair.Create(member.Item1, member.Item2))));

    private static Gen<string> Texts() => Gen.Elements('a', 'b', '"', '\\', '/', '\n', '\u0001', '\u007F', 'é', '\u2028', '漢', '<', ' ').ListOf()
        .SelectMany(letters => Gen.Elements("", "😀", "\0").Select(end => new string([.. letters]) + end));

    private static Gen<ExactNumber> Numbers() => ArbMap.Default.GeneratorFor<long>()
        .SelectMany(digits => Gen.Choose(-100, 100).Select(exponent => ExactNumber.Parse($"{digits}e{exponent}")));

    private static Gen<byte[]> Blobs() => ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes ?? []);
}
