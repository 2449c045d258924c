using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Values;

/// <summary>Numbers: 38 digits, the range, the form in which they come back.</summary>
public sealed class NumberTests(PlainTable table) : IClassFixture<PlainTable>
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0.0", "0")]
    [InlineData("000", "0")]
    [InlineData("1", "1")]
    [InlineData("-1", "-1")]
    [InlineData("001", "1")]
    [InlineData("1.0", "1")]
    [InlineData("1.50", "1.5")]
    [InlineData("100", "100")]
    [InlineData("-0.5", "-0.5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1e3", "1000")]
    [InlineData("1E3", "1000")]
    [InlineData("1e+3", "1000")]
    [InlineData("1.5e1", "15")]
    [InlineData("12e-1", "1.2")]
    [InlineData("1e-3", "0.001")]
    [InlineData("0e500", "0", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("+1", "1", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("1e21", "1000000000000000000000")]
    [InlineData("1e37", "10000000000000000000000000000000000000")]
    [InlineData("1e38", "100000000000000000000000000000000000000")]
    [InlineData("1e40", "10000000000000000000000000000000000000000")]
    [InlineData("1e125", "100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1e-10", "0.0000000001")]
    [InlineData("1e-40", "0.0000000000000000000000000000000000000001")]
    [InlineData("1e-130", "0.0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("12345678901234567890123456789012345678", "12345678901234567890123456789012345678")]
    [InlineData("-1.2345678901234567890123456789012345678", "-1.2345678901234567890123456789012345678")]
    [InlineData("0.12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678")]
    [InlineData("123456789012345678901234567890123456780000", "123456789012345678901234567890123456780000")]
    [InlineData("1.00000000000000000000000000000000000000000000", "1")]
    [InlineData("0.000000000000000000000000000000000000000000001", "0.000000000000000000000000000000000000000000001")]
    public async Task A_number_comes_back_in_its_normal_form(string number, string form)
    {
        string key = await table.PutNewAsync($"{{n: {number}}}");

        Assert.Equal($"{{n: {form}}}", await table.ShownAsync(key));
    }

    [Theory]
    [InlineData("9.9999999999999999999999999999999999999e125")]
    [InlineData("-9.9999999999999999999999999999999999999e125")]
    public async Task The_largest_numbers_are_kept(string number)
    {
        string digits = new string('9', 38) + new string('0', 88);
        string key = await table.PutNewAsync($"{{n: {number}}}");

        Assert.Equal($"{{n: {(number[0] == '-' ? "-" : "")}{digits}}}", await table.ShownAsync(key));
    }

    [Theory]
    [InlineData("", "The parameter cannot be converted to a numeric value")]
    [InlineData("x", "The parameter cannot be converted to a numeric value: x")]
    [InlineData(" 1", "The parameter cannot be converted to a numeric value:  1")]
    [InlineData("1 ", "The parameter cannot be converted to a numeric value: 1 ")]
    [InlineData("1,5", "The parameter cannot be converted to a numeric value: 1,5")]
    [InlineData("1.2.3", "The parameter cannot be converted to a numeric value: 1.2.3")]
    [InlineData("--1", "The parameter cannot be converted to a numeric value: --1")]
    [InlineData("1e", "The parameter cannot be converted to a numeric value: 1e")]
    [InlineData("e5", "The parameter cannot be converted to a numeric value: e5")]
    [InlineData("1e1.5", "The parameter cannot be converted to a numeric value: 1e1.5")]
    [InlineData("NaN", "The parameter cannot be converted to a numeric value: NaN")]
    [InlineData("Infinity", "The parameter cannot be converted to a numeric value: Infinity")]
    [InlineData("-Infinity", "The parameter cannot be converted to a numeric value: -Infinity")]
    [InlineData("0x10", "The parameter cannot be converted to a numeric value: 0x10")]
    [InlineData("1_000", "The parameter cannot be converted to a numeric value: 1_000")]
    [InlineData("1d", "The parameter cannot be converted to a numeric value: 1d")]
    [InlineData(".", "The parameter cannot be converted to a numeric value: .")]
    [InlineData("-", "The parameter cannot be converted to a numeric value: -")]
    [InlineData("1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("-1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("1e99999999999", "Number overflow. Attempting to store a number with magnitude larger than supported range", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    [InlineData("-1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    [InlineData("123456789012345678901234567890123456789", "Attempting to store more than 38 significant digits in a Number")]
    [InlineData("1.23456789012345678901234567890123456789", "Attempting to store more than 38 significant digits in a Number")]
    public async Task What_is_no_number_is_refused(string number, string refusal)
    {
        Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("PutItem", $$$$"""{"TableName":"@T","Item":{"pk":{"S":"a"},"n":{"N":"{{{{number}}}}"}}}"""));
        Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("PutItem", $$$$"""{"TableName":"@T","Item":{"pk":{"S":"a"},"n":{"NS":["1","{{{{number}}}}"]}}}"""));
    }

    [Theory]
    [InlineData("99999999999999999999999999999999999999", "0.1", "Attempting to store more than 38 significant digits in a Number", Traits = new[] { "Certainty", "Guess" })]
    [InlineData("1e125", "9e125", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("1", "1e-38", "Attempting to store more than 38 significant digits in a Number", Traits = new[] { "Certainty", "Guess" })]
    public async Task A_sum_that_does_not_fit_is_refused(string one, string other, string refusal)
    {
        Assert.Equal($"ValidationException: {refusal}", await table.UpdatedAsync($"{{n: {one}}}", "SET n = n + :v", $"{{:v: {other}}}"));
        Assert.Equal($"ValidationException: {refusal}", await table.UpdatedAsync($"{{n: {one}}}", "ADD n :v", $"{{:v: {other}}}"));
    }

    [Theory]
    [InlineData("99999999999999999999999999999999999998", "1", "99999999999999999999999999999999999999")]
    [InlineData("99999999999999999999999999999999999999", "1", "100000000000000000000000000000000000000")]
    [InlineData("0.1", "0.2", "0.3")]
    [InlineData("1e-130", "-1e-130", "0")]
    [InlineData("1", "0.0000000000000000000000000000000000001", "1.0000000000000000000000000000000000001")]
    [InlineData("9007199254740992", "1", "9007199254740993")]
    [InlineData("1e100", "-1e100", "0")]
    [InlineData("-5", "2.5", "-2.5")]
    public async Task Sums_are_exact(string one, string other, string sum) => Assert.Equal($"{{n: {sum}}}", await table.UpdatedAsync($"{{n: {one}}}", "ADD n :v", $"{{:v: {other}}}"));

    [Theory]
    [InlineData("{n: <3, 1, 2>}", "{n: <1, 2, 3>}")]
    [InlineData("{n: <1.10, -2e2>}", "{n: <-200, 1.1>}")]
    [InlineData("{n: [1.0, {x: 2.00}]}", "{n: [1, {x: 2}]}")]
    public async Task Inside_sets_and_documents_too(string before, string shown)
    {
        string key = await table.PutNewAsync(before);

        Assert.Equal(shown, await table.ShownAsync(key));
    }
}
