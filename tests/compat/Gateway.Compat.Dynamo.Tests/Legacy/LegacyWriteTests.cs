using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Legacy;

/// <summary>AttributeUpdates and Expected. Source: doc LegacyConditionalParameters.</summary>
public sealed class LegacyWriteTests(PlainTable table) : IClassFixture<PlainTable>
{
    private const string Failed = "ConditionalCheckFailedException: The conditional request failed";

    [Theory]
    [InlineData("{a: 1}", """{"a":{"Action":"PUT","Value":{"N":"2"}}}""", "{a: 2}")]
    [InlineData("{a: 1}", """{"b":{"Value":{"S":"x"}}}""", "{a: 1, b: 'x'}")]
    [InlineData("none", """{"b":{"Action":"PUT","Value":{"S":"x"}}}""", "{b: 'x'}")]
    [InlineData("{a: 1, b: 2}", """{"a":{"Action":"DELETE"}}""", "{b: 2}")]
    [InlineData("{a: 1}", """{"zzz":{"Action":"DELETE"}}""", "{a: 1}")]
    [InlineData("{s: <'a', 'b'>}", """{"s":{"Action":"DELETE","Value":{"SS":["a"]}}}""", "{s: <'b'>}")]
    [InlineData("{s: <'a'>}", """{"s":{"Action":"DELETE","Value":{"SS":["a"]}}}""", "{}")]
    [InlineData("{n: 1}", """{"n":{"Action":"ADD","Value":{"N":"2"}}}""", "{n: 3}")]
    [InlineData("none", """{"n":{"Action":"ADD","Value":{"N":"2"}}}""", "{n: 2}")]
    [InlineData("{s: <1>}", """{"s":{"Action":"ADD","Value":{"NS":["2","1"]}}}""", "{s: <1, 2>}")]
    [InlineData("{}", """{"s":{"Action":"ADD","Value":{"SS":["a"]}}}""", "{s: <'a'>}")]
    [InlineData("{l: [1]}", """{"l":{"Action":"ADD","Value":{"L":[{"N":"2"}]}}}""", "{l: [1, 2]}")]
    [InlineData("{a: 1, b: 2}", """{"a":{"Action":"DELETE"},"b":{"Action":"ADD","Value":{"N":"1"}},"c":{"Value":{"BOOL":true}}}""", "{b: 3, c: true}")]
    [InlineData("{'a.b': 1}", """{"a.b":{"Value":{"N":"2"}}}""", "{'a.b': 2}")]
    public async Task Attribute_updates_change_the_item(string before, string updates, string after) => Assert.Equal(Items.Normal(after), await UpdatedAsync(before, updates));

    [Theory]
    [InlineData("{}", """{"a":{"Action":"ADD","Value":{"S":"x"}}}""", "ValidationException: One or more parameter values were invalid: ADD action is not supported for the type S")]
    [InlineData("{}", """{"a":{"Action":"ADD","Value":{"BOOL":true}}}""", "ValidationException: One or more parameter values were invalid: ADD action is not supported for the type BOOL")]
    [InlineData("{}", """{"a":{"Action":"ADD","Value":{"M":{}}}}""", "ValidationException: One or more parameter values were invalid: ADD action is not supported for the type M")]
    [InlineData("{}", """{"a":{"Action":"DELETE","Value":{"S":"x"}}}""", "ValidationException: One or more parameter values were invalid: DELETE action with value is not supported for the type S")]
    [InlineData("{}", """{"a":{"Action":"DELETE","Value":{"N":"1"}}}""", "ValidationException: One or more parameter values were invalid: DELETE action with value is not supported for the type N")]
    [InlineData("{}", """{"a":{"Action":"PUT"}}""", "ValidationException: One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified")]
    [InlineData("{}", """{"a":{}}""", "ValidationException: One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified")]
    [InlineData("{}", """{"pk":{"Value":{"S":"x"}}}""", "ValidationException: One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key")]
    [InlineData("{a: 'x'}", """{"a":{"Action":"ADD","Value":{"N":"1"}}}""", "ValidationException: Type mismatch for attribute to update")]
    [InlineData("{a: <'x'>}", """{"a":{"Action":"ADD","Value":{"NS":["1"]}}}""", "ValidationException: Type mismatch for attribute to update")]
    [InlineData("{a: 1}", """{"a":{"Action":"DELETE","Value":{"NS":["1"]}}}""", "ValidationException: Type mismatch for attribute to update")]
    [InlineData("{}", """{"a":{"Value":{}}}""", "ValidationException: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("{}", """{"a":{"Value":{"SS":[]}}}""", "ValidationException: One or more parameter values were invalid: An string set  may not be empty")]
    [InlineData("{}", """{"a":{"Action":"SET","Value":{"N":"1"}}}""", "ValidationException: 1 validation error detected: Value 'SET' at 'attributeUpdates.a.member.action' failed to satisfy constraint: Member must satisfy enum value set: [ADD, DELETE, PUT]")]
    public async Task Faulty_attribute_updates_are_refused(string before, string updates, string refusal) => Assert.Equal(refusal, await UpdatedAsync(before, updates));

    [Theory]
    [InlineData("{a: 1}", """{"a":{"Value":{"N":"1"}}}""", true)]
    [InlineData("{a: 1}", """{"a":{"Value":{"N":"2"}}}""", false)]
    [InlineData("{a: 1}", """{"a":{"Value":{"N":"1"},"Exists":true}}""", true)]
    [InlineData("{a: 1}", """{"b":{"Exists":false}}""", true)]
    [InlineData("{a: 1}", """{"a":{"Exists":false}}""", false)]
    [InlineData("none", """{"a":{"Exists":false}}""", true)]
    [InlineData("none", """{"a":{"Value":{"N":"1"}}}""", false)]
    [InlineData("{a: 1}", """{"a":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"1.0"}]}}""", true)]
    [InlineData("{a: 1}", """{"a":{"ComparisonOperator":"NE","AttributeValueList":[{"N":"1"}]}}""", false)]
    [InlineData("{a: 1}", """{"b":{"ComparisonOperator":"NE","AttributeValueList":[{"N":"1"}]}}""", true, Traits = new[] { "Certainty", "Guess" })]
    [InlineData("{a: 1}", """{"a":{"ComparisonOperator":"LE","AttributeValueList":[{"N":"1"}]}}""", true)]
    [InlineData("{a: 1}", """{"a":{"ComparisonOperator":"LT","AttributeValueList":[{"N":"1"}]}}""", false)]
    [InlineData("{a: 1}", """{"a":{"ComparisonOperator":"GE","AttributeValueList":[{"N":"1"}]}}""", true)]
    [InlineData("{a: 1}", """{"a":{"ComparisonOperator":"GT","AttributeValueList":[{"N":"0"}]}}""", true)]
    [InlineData("{a: 1}", """{"a":{"ComparisonOperator":"NOT_NULL"}}""", true)]
    [InlineData("{a: 1}", """{"a":{"ComparisonOperator":"NULL"}}""", false)]
    [InlineData("{a: 1}", """{"b":{"ComparisonOperator":"NULL"}}""", true)]
    [InlineData("{a: 'hello'}", """{"a":{"ComparisonOperator":"CONTAINS","AttributeValueList":[{"S":"ell"}]}}""", true)]
    [InlineData("{a: 'hello'}", """{"a":{"ComparisonOperator":"NOT_CONTAINS","AttributeValueList":[{"S":"ell"}]}}""", false)]
    [InlineData("{a: <'x'>}", """{"a":{"ComparisonOperator":"CONTAINS","AttributeValueList":[{"S":"x"}]}}""", true)]
    [InlineData("{a: 'hello'}", """{"a":{"ComparisonOperator":"BEGINS_WITH","AttributeValueList":[{"S":"he"}]}}""", true)]
    [InlineData("{a: 5}", """{"a":{"ComparisonOperator":"IN","AttributeValueList":[{"N":"4"},{"N":"5"}]}}""", true)]
    [InlineData("{a: 5}", """{"a":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"4"},{"N":"5"}]}}""", true)]
    [InlineData("{a: 6}", """{"a":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"4"},{"N":"5"}]}}""", false)]
    [InlineData("{a: 1, b: 2}", """{"a":{"Value":{"N":"1"}},"b":{"Value":{"N":"3"}}}""", false)]
    public async Task Expected_decides(string before, string expected, bool taken)
    {
        string key = await table.PutNewAsync(before);

        string outcome = await table.OutcomeAsync("PutItem", $$$$$"""{"TableName":"@T","Item":{"pk":{"S":"{{{{{key}}}}}"}},"Expected":{{{{{expected}}}}}}""");

        Assert.Equal(taken ? "200" : Failed, outcome);
    }

    [Theory]
    [InlineData("AND", Failed)]
    [InlineData("OR", "200")]
    public async Task A_conditional_operator_joins_them(string conditionalOperator, string outcome)
    {
        string key = await table.PutNewAsync("{a: 1, b: 2}");

        Assert.Equal(outcome, await table.OutcomeAsync("DeleteItem", $$$$$"""{"TableName":"@T","Key":{"pk":{"S":"{{{{{key}}}}}"}},"ConditionalOperator":"{{{{{conditionalOperator}}}}}","Expected":{"a":{"Value":{"N":"1"}},"b":{"Value":{"N":"3"}}}}"""));
    }

    [Theory]
    [InlineData("""{"a":{}}""", "One or more parameter values were invalid: Value must be provided when Exists is null for Attribute: a")]
    [InlineData("""{"a":{"Exists":true}}""", "One or more parameter values were invalid: Value must be provided when Exists is true for Attribute: a")]
    [InlineData("""{"a":{"Exists":false,"Value":{"N":"1"}}}""", "One or more parameter values were invalid: Value cannot be used when Exists is false for Attribute: a")]
    [InlineData("""{"a":{"Value":{"N":"1"},"AttributeValueList":[{"N":"1"}]}}""", "One or more parameter values were invalid: Value and AttributeValueList cannot be used together for Attribute: a")]
    [InlineData("""{"a":{"AttributeValueList":[{"N":"1"}]}}""", "One or more parameter values were invalid: AttributeValueList can only be used with a ComparisonOperator for Attribute: a")]
    [InlineData("""{"a":{"Exists":true,"ComparisonOperator":"NULL"}}""", "One or more parameter values were invalid: Exists and ComparisonOperator cannot be used together for Attribute: a")]
    [InlineData("""{"a":{"ComparisonOperator":"EQ"}}""", "One or more parameter values were invalid: Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a")]
    [InlineData("""{"a":{"ComparisonOperator":"EQ","AttributeValueList":[{"N":"1"},{"N":"2"}]}}""", "One or more parameter values were invalid: Invalid number of argument(s) for the EQ ComparisonOperator")]
    [InlineData("""{"a":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"1"}]}}""", "One or more parameter values were invalid: Invalid number of argument(s) for the BETWEEN ComparisonOperator")]
    [InlineData("""{"a":{"ComparisonOperator":"NULL","AttributeValueList":[{"N":"1"}]}}""", "One or more parameter values were invalid: Invalid number of argument(s) for the NULL ComparisonOperator")]
    [InlineData("""{"a":{"ComparisonOperator":"LT","AttributeValueList":[{"BOOL":true}]}}""", "One or more parameter values were invalid: ComparisonOperator LT is not valid for BOOL AttributeValue type")]
    [InlineData("""{"a":{"ComparisonOperator":"BEGINS_WITH","AttributeValueList":[{"N":"1"}]}}""", "One or more parameter values were invalid: ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type")]
    [InlineData("""{"a":{"ComparisonOperator":"CONTAINS","AttributeValueList":[{"SS":["a"]}]}}""", "One or more parameter values were invalid: ComparisonOperator CONTAINS is not valid for SS AttributeValue type")]
    [InlineData("""{"a":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"2"},{"N":"1"}]}}""", "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound")]
    [InlineData("""{"a":{"ComparisonOperator":"BETWEEN","AttributeValueList":[{"N":"2"},{"S":"1"}]}}""", "One or more parameter values were invalid: AttributeValues inside AttributeValueList must be of same type")]
    public async Task A_faulty_expected_is_refused(string expected, string refusal) => Assert.Equal($"ValidationException: {refusal}", await table.OutcomeAsync("PutItem", $$$$$"""{"TableName":"@T","Item":{"pk":{"S":"a"}},"Expected":{{{{{expected}}}}}}"""));

    private async Task<string> UpdatedAsync(string before, string updates)
    {
        string key = await table.PutNewAsync(before);
        string outcome = await table.OutcomeAsync("UpdateItem", $$$$$"""{"TableName":"@T","Key":{"pk":{"S":"{{{{{key}}}}}"}},"AttributeUpdates":{{{{{updates}}}}}}""");
        return outcome == "200" ? await table.ShownAsync(key) : outcome;
    }
}
