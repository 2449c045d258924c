using System.Globalization;
using Gateway.Crdt.Values;

namespace Gateway.Crdt.Tests.Values;

/// <summary>The sizes that DynamoDB counts. Source: doc CapacityUnitCalculations (item sizes and formats).</summary>
public sealed class ValueSizeTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("é", 2)]
    [InlineData("€", 3)]
    [InlineData("\U0001F600", 4)]
    public void Text_counts_its_UTF8_bytes(string text, int bytes) => Assert.Equal(bytes, Value.String(text).SizeBytes);

    [Fact]
    public void Binary_counts_its_raw_bytes()
    {
        Assert.Equal(0, Value.Binary([]).SizeBytes);
        Assert.Equal(1000, Value.Binary(new byte[1000]).SizeBytes);
    }

    [Fact]
    public void Null_and_booleans_count_one_byte()
    {
        Assert.Equal(1, Value.Null.SizeBytes);
        Assert.Equal(1, Value.Boolean(true).SizeBytes);
        Assert.Equal(1, Value.Boolean(false).SizeBytes);
    }

    /// <summary>"Approximately" a byte for two significant digits and one more; zeros at either end do not count. Never over 21.</summary>
    [Theory]
    [InlineData("0", 1)]
    [InlineData("1", 2)]
    [InlineData("12", 2)]
    [InlineData("00012000", 3)]
    [InlineData("1200", 2)]
    [InlineData("1234", 3)]
    [InlineData("0.01", 2)]
    [InlineData("-12", 3)]
    [InlineData("12345678901234567890123456789012345678", 20)]
    [InlineData("-12345678901234567890123456789012345678", 21)]
    public void Numbers_count_by_their_significant_digits(string number, int bytes)
    {
        Assert.Equal(bytes, Value.Number(number).SizeBytes);
        Assert.InRange(Value.Number(number).SizeBytes, 1, 21);
    }

    [Fact]
    public void Lists_and_maps_count_three_bytes_and_one_for_each_element()
    {
        Assert.Equal(3, Value.EmptyList.SizeBytes);
        Assert.Equal(3, Value.EmptyMap.SizeBytes);
        Assert.Equal(3 + 1 + 1, Value.List(Value.Null).SizeBytes);
        Assert.Equal(3 + (1 + 2) + (1 + 4), Value.List(Value.String("ab"), Value.String("abcd")).SizeBytes);
        Assert.Equal(3 + (1 + 4 + 3), Value.Map(("name", Value.String("Ann"))).SizeBytes);
        Assert.Equal(3 + (1 + 1 + (3 + (1 + (3 + (1 + 1))))), Value.Map(("a", Value.List(Value.List(Value.Null)))).SizeBytes);
    }

    [Fact]
    public void Sets_count_their_elements_and_nothing_more()
    {
        Assert.Equal(3, Value.StringSet("a", "bc").SizeBytes);
        Assert.Equal(2 + 3, Value.NumberSet(1, -1).SizeBytes);
        Assert.Equal(7, Value.BinarySet([1, 2, 3], [1, 2, 3, 4]).SizeBytes);
    }

    [Fact]
    public void An_item_counts_its_names_and_values()
    {
        Value item = Value.Map(("pk", Value.String("user#1")), ("émoji", Value.Null), ("n", Value.Number(25)), ("list", Value.List(Value.String("x"))), ("set", Value.StringSet("a", "b")));
        Assert.Equal((2 + 6) + (6 + 1) + (1 + 2) + (4 + 3 + 1 + 1) + (3 + 2), ValueSize.OfItem(item));
        Assert.Equal(0, ValueSize.OfItem(Value.EmptyMap));
    }

    [Fact]
    public void The_largest_item_of_many_attributes_is_counted_exactly()
    {
        const int count = 409_600 / 10;
        Value item = Value.Map(Enumerable.Range(0, count).Select(i => KeyValuePair.Create(i.ToString("d5", CultureInfo.InvariantCulture), Value.String("12345"))));
        Assert.Equal(409_600, ValueSize.OfItem(item));
    }

    /// <summary>Pages of a query are bounded by it without measuring every item: whoever changes the bytes must not break that.</summary>
    [Fact]
    public void No_value_counts_for_more_than_three_times_its_bytes()
    {
        Value[] scalars = [Value.Null, Value.Boolean(true), Value.String(""), Value.String("a"), Value.Binary([]), Value.Number("0"), Value.Number("-1"), Value.Number("-12345678901234567890123456789012345678"), Value.EmptyList, Value.EmptyMap];
        Value[] containers = [.. scalars.SelectMany(scalar => new[] { Value.List(scalar), Value.List(scalar, scalar, scalar), Value.Map(("", scalar)), Value.Map(("a", Value.List(scalar, Value.List(scalar)))) })];

        Assert.All([.. scalars, .. containers], value => Assert.InRange(value.SizeBytes, 0, 3 * value.Bytes.Length));
    }
}
