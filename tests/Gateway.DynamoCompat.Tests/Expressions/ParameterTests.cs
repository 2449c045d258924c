using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat.Tests.Expressions;

/// <summary>Which parameters stand together, and the maps of names and values; the texts as dynalite 4.0.0 gives them, unless a row says otherwise.</summary>
public sealed class ParameterTests
{
    private const string Mixed = "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: ";

    [Theory]
    [InlineData(""" "ProjectionExpression":"a","AttributesToGet":["a"] """, Mixed + "{AttributesToGet} Expression parameters: {ProjectionExpression}")]
    [InlineData(""" "ProjectionExpression":"a","AttributesToGet":["a"],"ExpressionAttributeNames":{"a":"b"} """, Mixed + "{AttributesToGet} Expression parameters: {ProjectionExpression}")]
    [InlineData(""" "ExpressionAttributeNames":{"#a":"a"} """, "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData(""" "ExpressionAttributeNames":{} """, "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData(""" "AttributesToGet":["a"],"ExpressionAttributeNames":{"#a":"b"} """, "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData(""" "ProjectionExpression":"#a","ExpressionAttributeNames":{} """, "ExpressionAttributeNames must not be empty")]
    [InlineData(""" "ProjectionExpression":"#a","ExpressionAttributeNames":{"a":"b"} """, "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"")]
    [InlineData(""" "ProjectionExpression":"#a","ExpressionAttributeNames":{"#":"b"} """, "ExpressionAttributeNames contains invalid key: Syntax error; key: \"#\"")]
    [InlineData(""" "ProjectionExpression":"#a","ExpressionAttributeNames":{"#a-b":"b"} """, "ExpressionAttributeNames contains invalid key: Syntax error; key: \"#a-b\"")]
    [InlineData(""" "ProjectionExpression":"#a","ExpressionAttributeNames":{"#é":"b"} """, "ExpressionAttributeNames contains invalid key: Syntax error; key: \"#é\"")]
    [InlineData(""" "ProjectionExpression":"a","ExpressionAttributeNames":{"#b":"b","#a":"a"} """, "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b, #a}")]
    [InlineData(""" "ProjectionExpression":"","ExpressionAttributeNames":{"#b":"b"} """, "Invalid ProjectionExpression: The expression can not be empty;")]
    [InlineData(""" "AttributesToGet":["a","b","a"] """, "One or more parameter values were invalid: Duplicate value in attribute name: a")]
    public void GetItem(string parameters, string message) => Refuses("GetItem", ExpressionUse.Get, parameters, message);

    [Theory]
    [InlineData(""" "ExpressionAttributeNames":{"#a":"a"} """, "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData(""" "ExpressionAttributeValues":{":a":{"S":"a"}} """, "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null")]
    [InlineData(""" "ConditionExpression":"a = :a","ExpressionAttributeValues":{} """, "ExpressionAttributeValues must not be empty")]
    [InlineData(""" "ConditionExpression":"a = :a","ExpressionAttributeValues":{"a":{"S":"x"}} """, "ExpressionAttributeValues contains invalid key: Syntax error; key: \"a\"")]
    [InlineData(""" "ConditionExpression":"a = :a","ExpressionAttributeValues":{":a":{"N":"x"}} """, "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :a")]
    [InlineData(""" "ConditionExpression":"a = :a","ExpressionAttributeValues":{":a":{"S":"x"},":c":{"S":"x"},":b":{"S":"x"}} """, "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b, :c}")]
    [InlineData(""" "ConditionExpression":"a = :a","ExpressionAttributeNames":{"#b":"b"},"ExpressionAttributeValues":{":a":{"S":"x"},":b":{"S":"x"}} """, "Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}")]
    [InlineData(""" "ConditionExpression":"a = :a","Expected":{"a":{"Exists":false}} """, Mixed + "{Expected} Expression parameters: {ConditionExpression}")]
    [InlineData(""" "ConditionalOperator":"AND" """, "ConditionalOperator cannot be used without Filter or Expected")] // ExtendDB/extenddb 213, against AWS
    [InlineData(""" "ConditionalOperator":"AND","Expected":{"a":{"Exists":false}} """, "ConditionalOperator can only be used when Filter or Expected has two or more elements")] // the same
    [InlineData(""" "ConditionalOperator":"AND","ConditionExpression":"a = b" """, Mixed + "{ConditionalOperator} Expression parameters: {ConditionExpression}")] // the same
    public void PutItem(string parameters, string message) => Refuses("PutItem", ExpressionUse.Write, parameters, message);

    [Theory]
    [InlineData(""" "ExpressionAttributeValues":{":a":{"S":"a"}} """, "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null")]
    [InlineData(""" "UpdateExpression":"SET a = :a","ConditionExpression":"b = :b","AttributeUpdates":{},"Expected":{} """, Mixed + "{AttributeUpdates, Expected} Expression parameters: {UpdateExpression, ConditionExpression}")]
    [InlineData(""" "UpdateExpression":"SET name = :a","ConditionExpression":"foo(a)","ExpressionAttributeValues":{":b":{"S":"a"}} """, "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: name")]
    [InlineData(""" "UpdateExpression":"SET b = :a","ConditionExpression":"foo(a)","ExpressionAttributeValues":{":a":{"S":"a"},":b":{"S":"a"}} """, "Invalid ConditionExpression: Invalid function name; function: foo")]
    [InlineData(""" "UpdateExpression":"SET b = :a","ConditionExpression":"","ExpressionAttributeValues":{":a":{"S":"a"}} """, "Invalid ConditionExpression: The expression can not be empty;")]
    [InlineData(""" "UpdateExpression":"","ConditionExpression":"" """, "Invalid UpdateExpression: The expression can not be empty;")]
    public void UpdateItem(string parameters, string message) => Refuses("UpdateItem", ExpressionUse.Update, parameters, message);

    [Theory]
    [InlineData(""" "ExpressionAttributeValues":{":a":{"S":"a"}},"ProjectionExpression":"a" """, "ExpressionAttributeValues can only be specified when using expressions: FilterExpression and KeyConditionExpression are null")]
    [InlineData(""" "KeyConditionExpression":"pk = :a","KeyConditions":{},"QueryFilter":{},"AttributesToGet":["a"],"ConditionalOperator":"OR","ProjectionExpression":"a","FilterExpression":"b" """, Mixed + "{AttributesToGet, QueryFilter, ConditionalOperator, KeyConditions} Expression parameters: {ProjectionExpression, FilterExpression, KeyConditionExpression}")]
    [InlineData(""" "KeyConditionExpression":"a","FilterExpression":"foo(a)","ProjectionExpression":"a,a" """, "Invalid KeyConditionExpression: Syntax error; token: \"<EOF>\", near: \"a\"")]
    [InlineData(""" "KeyConditionExpression":"pk = :a","FilterExpression":"foo(a)","ProjectionExpression":"a,a","ExpressionAttributeValues":{":a":{"S":"a"}} """, "Invalid FilterExpression: Invalid function name; function: foo")]
    [InlineData(""" "KeyConditionExpression":"pk <> :a","ExpressionAttributeValues":{":a":{"S":"a"},":b":{"S":"a"}} """, "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}")]
    [InlineData(""" "KeyConditionExpression":"pk <> :a","FilterExpression":"foo(a)","ExpressionAttributeValues":{":a":{"S":"a"}} """, "Invalid FilterExpression: Invalid function name; function: foo")]
    public void Query(string parameters, string message) => Refuses("Query", ExpressionUse.Query, parameters, message);

    [Theory]
    [InlineData(""" "ExpressionAttributeValues":{":a":{"S":"a"}} """, "ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null")]
    [InlineData(""" "ScanFilter":{},"AttributesToGet":["a"],"ConditionalOperator":"OR","FilterExpression":"a = :a","ProjectionExpression":"a" """, Mixed + "{AttributesToGet, ScanFilter, ConditionalOperator} Expression parameters: {ProjectionExpression, FilterExpression}")]
    [InlineData(""" "FilterExpression":"","ProjectionExpression":"" """, "Invalid FilterExpression: The expression can not be empty;")]
    public void Scan(string parameters, string message) => Refuses("Scan", ExpressionUse.Scan, parameters, message);

    [Fact]
    public void Key_conditions_of_the_older_api_may_stand_beside_a_filter_expression()
    {
        RequestExpressions request = Expr.Read("Query", ExpressionUse.Query, """
            {"TableName":"t","KeyConditions":{"pk":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}},"FilterExpression":"b = :b","ExpressionAttributeValues":{":b":{"S":"b"}}}
            """);

        Assert.Equal(["pk"], request.KeyCondition!.Attributes);
        Assert.Equal(["b"], request.Filter!.Attributes);
    }

    [Fact]
    public void A_placeholder_may_be_used_in_several_expressions() => Assert.Null(Expr.Refusal("Query", ExpressionUse.Query, """
        {"TableName":"t","KeyConditionExpression":"#p = :a","FilterExpression":"#b = :a AND #b <> :b","ProjectionExpression":"#p, #b",
         "ExpressionAttributeNames":{"#p":"pk","#b":"b"},"ExpressionAttributeValues":{":a":{"S":"a"},":b":{"S":"b"}}}
        """));

    [Fact]
    public void A_name_may_hold_what_an_expression_could_not_say()
    {
        RequestExpressions request = Expr.Read("GetItem", ExpressionUse.Get, """{"TableName":"t","Key":{},"ProjectionExpression":"#1.#_, #a","ExpressionAttributeNames":{"#1":"a.b[0]","#_":"name","#a":"é "}}""");

        Assert.Equal(["a.b[0]", "é "], request.Projection!.Attributes);
        Assert.Equal("""{"M":{"a.b[0]":{"M":{"name":{"N":"1"}}}}}""", request.Projection.Of(Expr.Item("""{"a.b[0]":{"M":{"name":{"N":"1"},"other":{"N":"2"}}}}""")).ToString());
    }

    /// <summary>ExtendDB/extenddb 169, against AWS.</summary>
    [Fact]
    public void Parts_of_a_transaction_may_have_names_and_values_without_an_expression() =>
        Assert.Null(Expr.Refusal("PutItem", ExpressionUse.TransactWrite, """{"TableName":"t","Item":{},"ExpressionAttributeNames":{"#a":"a"},"ExpressionAttributeValues":{":a":{"S":"a"}}}"""));

    /// <summary>The words are those of AWS's own client of DAX.</summary>
    [Theory]
    [InlineData(255, null)]
    [InlineData(256, "ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is too long")]
    public void A_placeholder_has_up_to_255_bytes(int length, string? message)
    {
        string name = "#" + new string('a', length - 1);

        Assert.Equal(message, Expr.Refusal("GetItem", ExpressionUse.Get, $$$"""{"TableName":"t","Key":{},"ProjectionExpression":"{{{name}}}","ExpressionAttributeNames":{"{{{name}}}":"b"}}"""));
    }

    [Theory]
    [InlineData(33, 0, "ExpressionAttributeNames exceeds max size")]
    [InlineData(1, 33, "ExpressionAttributeValues exceeds max size")]
    [InlineData(17, 17, "Combined size of ExpressionAttributeNames and ExpressionAttributeValues exceeds max size")]
    [InlineData(15, 15, null)]
    public void Names_and_values_have_up_to_2_megabytes(int names, int values, string? message)
    {
        string big = new('x', 65_000);
        string nameMap = string.Join(',', Enumerable.Range(0, names).Select(i => $"\"#n{i}\":\"{big}{i}\""));
        string valueMap = string.Join(',', Enumerable.Range(0, Math.Max(values, 1)).Select(i => $"\":v{i}\":{{\"S\":\"{(values > 0 ? big : "")}\"}}"));
        string condition = string.Join(" AND ", Enumerable.Range(0, names).Select(i => $"attribute_exists(#n{i})").Concat(Enumerable.Range(0, Math.Max(values, 1)).Select(i => $"a = :v{i}")));

        Assert.Equal(message, Expr.Refusal("PutItem", ExpressionUse.Write, $"{{\"TableName\":\"t\",\"Item\":{{}},\"ConditionExpression\":\"{condition}\",\"ExpressionAttributeNames\":{{{nameMap}}},\"ExpressionAttributeValues\":{{{valueMap}}}}}"));
    }

    private static void Refuses(string operation, ExpressionUse use, string parameters, string message) =>
        Assert.Equal(message, Expr.Refusal(operation, use, $$"""{"TableName":"t",{{parameters}}}"""));
}
