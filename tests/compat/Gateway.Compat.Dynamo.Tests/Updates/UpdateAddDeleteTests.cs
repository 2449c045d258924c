using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Updates;

/// <summary>ADD and DELETE: numbers and sets.</summary>
public sealed class UpdateAddDeleteTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string WrongType = "ValidationException: An operand in the update expression has an incorrect data type";
    private const string WrongPath = "ValidationException: The document path provided in the update expression is invalid for update";

    [Theory]
    [InlineData("{n: 1}", "ADD n :v", "{:v: 2}", "{n: 3}")]
    [InlineData("{n: 1}", "ADD n :v", "{:v: -2}", "{n: -1}")]
    [InlineData("{}", "ADD n :v", "{:v: 2}", "{n: 2}")]
    [InlineData("none", "ADD n :v", "{:v: 2.50}", "{n: 2.5}")]
    [InlineData("{n: 1}", "ADD n :v", "{:v: 0}", "{n: 1}")]
    [InlineData("{m: {n: 1}}", "ADD m.n :v", "{:v: 2}", "{m: {n: 3}}")]
    [InlineData("{m: {}}", "ADD m.n :v", "{:v: 2}", "{m: {n: 2}}")]
    [InlineData("{l: [1]}", "ADD l[0] :v", "{:v: 2}", "{l: [3]}")]
    [InlineData("{l: [1]}", "ADD l[7] :v", "{:v: 2}", "{l: [1, 2]}")]
    [InlineData("{a: 1, b: 1}", "ADD a :v, b :w", "{:v: 2, :w: 3}", "{a: 3, b: 4}")]
    [InlineData("{s: <'a'>}", "ADD s :v", "{:v: <'a', 'b'>}", "{s: <'a', 'b'>}")]
    [InlineData("{s: <1>}", "ADD s :v", "{:v: <1.0, 2>}", "{s: <1, 2>}")]
    [InlineData("{s: <b'AA=='>}", "ADD s :v", "{:v: <b'AQ=='>}", "{s: <b'AA==', b'AQ=='>}")]
    [InlineData("{}", "ADD s :v", "{:v: <'a'>}", "{s: <'a'>}")]
    [InlineData("{m: {s: <'a'>}}", "ADD m.s :v", "{:v: <'b'>}", "{m: {s: <'a', 'b'>}}")]
    [InlineData("{n: 1}", "add n :v", "{:v: 1}", "{n: 2}")]
    public async Task Add_counts_and_joins(string before, string update, string values, string after) => Assert.Equal(Items.Normal(after), await table.UpdatedAsync(before, update, values));

    [Theory]
    [InlineData("{s: <'a', 'b'>}", "DELETE s :v", "{:v: <'a'>}", "{s: <'b'>}")]
    [InlineData("{s: <'a', 'b'>}", "DELETE s :v", "{:v: <'x'>}", "{s: <'a', 'b'>}")]
    [InlineData("{s: <'a', 'b'>}", "DELETE s :v", "{:v: <'a', 'b', 'c'>}", "{}")]
    [InlineData("{s: <1, 2>}", "DELETE s :v", "{:v: <1.0>}", "{s: <2>}")]
    [InlineData("{s: <b'AA==', b'AQ=='>}", "DELETE s :v", "{:v: <b'AA=='>}", "{s: <b'AQ=='>}")]
    [InlineData("{}", "DELETE s :v", "{:v: <'a'>}", "{}")]
    [InlineData("none", "DELETE s :v", "{:v: <'a'>}", "none")]
    [InlineData("{m: {s: <'a'>}}", "DELETE m.s :v", "{:v: <'a'>}", "{m: {}}")]
    [InlineData("{l: [<'a', 'b'>]}", "DELETE l[0] :v", "{:v: <'a'>}", "{l: [<'b'>]}")]
    [InlineData("{a: <'x'>, b: <'y', 'z'>}", "DELETE a :x, b :y", "{:x: <'x'>, :y: <'y'>}", "{b: <'z'>}")]
    public async Task Delete_takes_members_away(string before, string update, string values, string after) => Assert.Equal(Items.Normal(after), await table.UpdatedAsync(before, update, values));

    [Theory]
    [InlineData("{a: 'x'}", "ADD a :v", "{:v: 1}", WrongType)]
    [InlineData("{a: <1>}", "ADD a :v", "{:v: 1}", WrongType)]
    [InlineData("{a: 1}", "ADD a :v", "{:v: <1>}", WrongType)]
    [InlineData("{a: <'1'>}", "ADD a :v", "{:v: <1>}", WrongType)]
    [InlineData("{a: [1]}", "ADD a :v", "{:v: <1>}", WrongType)]
    [InlineData("{a: null}", "ADD a :v", "{:v: 1}", WrongType)]
    [InlineData("{a: 1}", "DELETE a :v", "{:v: <1>}", WrongType)]
    [InlineData("{a: <'1'>}", "DELETE a :v", "{:v: <1>}", WrongType)]
    [InlineData("{m: {a: 'x'}}", "ADD m.a :v", "{:v: 1}", WrongType)]
    [InlineData("{}", "ADD m.a :v", "{:v: 1}", WrongPath)]
    [InlineData("{m: 1}", "ADD m.a :v", "{:v: 1}", WrongPath)]
    [InlineData("{m: {}}", "ADD m[0] :v", "{:v: 1}", WrongPath)]
    [InlineData("{}", "DELETE m.a :v", "{:v: <1>}", WrongPath)]
    public async Task They_are_refused_when_the_item_does_not_fit(string before, string update, string values, string refusal) =>
        Assert.Equal(refusal, await table.UpdatedAsync(before, update, values));

    [Theory]
    [InlineData("ADD a :v", "{:v: 'x'}", "operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("ADD a :v", "{:v: true}", "operator: ADD, operand type: BOOLEAN, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("ADD a :v", "{:v: null}", "operator: ADD, operand type: NULL, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("ADD a :v", "{:v: [1]}", "operator: ADD, operand type: LIST, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("ADD a :v", "{:v: {b: 1}}", "operator: ADD, operand type: MAP, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("ADD a :v", "{:v: b'AA=='}", "operator: ADD, operand type: BINARY, typeSet: ALLOWED_FOR_ADD_OPERAND")]
    [InlineData("DELETE a :v", "{:v: 'x'}", "operator: DELETE, operand type: STRING, typeSet: ALLOWED_FOR_DELETE_OPERAND")]
    [InlineData("DELETE a :v", "{:v: 1}", "operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND")]
    [InlineData("DELETE a :v", "{:v: [1]}", "operator: DELETE, operand type: LIST, typeSet: ALLOWED_FOR_DELETE_OPERAND")]
    public async Task Their_operand_must_be_a_number_or_a_set(string update, string values, string detail) =>
        Assert.Equal($"ValidationException: Invalid UpdateExpression: Incorrect operand type for operator or function; {detail}", await table.UpdatedAsync("{}", update, values));
}
