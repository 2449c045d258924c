namespace Gateway.Robustness.Tests.Fuzzing;

/// <summary>The words that mutations are made of.</summary>
internal static class FuzzWords
{
    public static readonly string[] Types = ["S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL"];

    public static readonly string[] Expression =
    [
        "AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE", "and", "Set", "(", ")", ",", "=", "<>", "<", "<=", ">", ">=", "+", "-", "[", "]", ".", "[0]", "[1]", "[99999999999]", "[-1]", "[01]", "[:one]", "[#s]",
        "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size", "if_not_exists", "list_append", "SIZE", "unknown_function", "#s", "#o", "#l", "#m", "#none", "#", ":one", ":c", ":t", ":none", ":",
        "customer", "order", "amount", "status", "pieces", "colours", "address.city", "pieces[0].sku", "id", "n", "list", "map", "map.a.b[0]", "note", "a", "é", "名", "😀", "\u0000", "\t", "\n", "\"", "'", "\\", "?", "%", "1", "0.5", "-1", "\u202e", "\ufeff",
    ];

    public static readonly string[] PartiQl =
    [
        "SELECT", "INSERT", "UPDATE", "DELETE", "FROM", "INTO", "VALUE", "VALUES", "WHERE", "SET", "REMOVE", "RETURNING", "ALL", "MODIFIED", "OLD", "NEW", "*", "AND", "OR", "NOT", "BETWEEN", "IN", "IS", "NULL", "MISSING", "LIKE", "ORDER", "BY", "ASC", "DESC",
        "EXISTS", "LIMIT", "GROUP", "(", ")", "[", "]", "{", "}", "<<", ">>", ",", ":", ".", "=", "<>", "!=", "<", "<=", ">", ">=", "+", "-", "||", ";", "--", "/*", "*/", "`", "?", "'anna'", "'", "''", "\"order\"", "\"", "orders", "orders.byStatus", "counters", "customer",
        "\"orders\".\"byTag\"", "id", "n", "amount", "1", "-1", "1.5e3", "1e400", "0x1", "true", "false", "null", "missing", "attribute_type", "begins_with", "contains", "size", "list_append", "set_add", "set_delete", "if_not_exists", "{'a':1}", "[1,2]", "<<'a'>>", "<<>>", "é", "名", "😀", "\u0000", "\n",
    ];

    public static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "1.0", "007", "+1", " 1", "1 ", "1e125", "9.9999999999999999999999999999999999999E+125", "1E126", "1e-130", "1e-131", "-1e-130", "1e999999999999", "1e-999999999999", "99999999999999999999999999999999999999", "999999999999999999999999999999999999999",
        "0.0000000000000000000000000000000000000000000000001", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "1,5", "", ".", "-", "e1", "1e", "1.e1", ".5", "5.", "١", "9223372036854775807", "-9223372036854775808", "18446744073709551616", "4294967296", "2147483648", "1e1e1", "--1",
    ];

    /// <summary>Values of JSON, as they stand.</summary>
    public static readonly string[] Json =
    [
        "null", "true", "false", "\"\"", "\"x\"", "0", "-1", "1", "1.5", "1e999", "-1e999", "123456789012345678901234567890", "[]", "{}", "[null]", "{\"\":null}", "[[]]", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"é名😀\"", "NaN", "Infinity", "undefined", "'x'", "01",
        "+1", ".5", "5.", "\"true\"", "\"1\"", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "{a:1}", "/**/1", "\"\\x\"", "\"unterminated", "[", "{", "]", "}", ",", ":", "\"\t\"", "\"2026-01-01T00:00:00Z\"", "1767225600", "1767225600.123", "-62135596800", "1e300",
    ];

    /// <summary>Attribute values, right and wrong.</summary>
    public static readonly string[] Values =
    [
        """{"S":"anna"}""", """{"S":""}""", """{"N":"1"}""", """{"N":""}""", """{"N":1}""", """{"B":"AA=="}""", """{"B":"A"}""", """{"B":"!!"}""", """{"B":""}""", """{"BOOL":true}""", """{"BOOL":"true"}""", """{"BOOL":1}""", """{"NULL":true}""", """{"NULL":false}""", """{"NULL":null}""",
        """{"SS":["a","b"]}""", """{"SS":[]}""", """{"SS":["a","a"]}""", """{"SS":[""]}""", """{"SS":[null]}""", """{"NS":["1","1.0"]}""", """{"NS":["1","x"]}""", """{"BS":["AA==","AA=="]}""", """{"L":[]}""", """{"L":[{"S":"x"},{"N":"1"}]}""", """{"L":[{}]}""", """{"L":[null]}""", """{"M":{}}""",
        """{"M":{"":{"S":"x"}}}""", """{"M":{"a":{"S":"x"},"a":{"S":"y"}}}""", """{"M":{"a":{}}}""", """{"S":"x","N":"1"}""", """{"S":null}""", """{"X":"y"}""", "{}", """{"S":{"S":"x"}}""", """{"S":["x"]}""", """{"N":{"N":"1"}}""", """{"M":[]}""", """{"L":{}}""", """{"s":"x"}""", """{"S":"x","S":"y"}""",
    ];

    /// <summary>Members that some operation has; in others they are strangers.</summary>
    public static readonly string[] Members =
    [
        "TableName", "IndexName", "Key", "Item", "Expected", "ConditionalOperator", "ConditionExpression", "UpdateExpression", "FilterExpression", "ProjectionExpression", "KeyConditionExpression", "KeyConditions", "QueryFilter", "ScanFilter", "AttributesToGet", "AttributeUpdates", "ReturnValues", "Select", "Limit",
        "ExclusiveStartKey", "ConsistentRead", "ScanIndexForward", "Segment", "TotalSegments", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics", "ReturnValuesOnConditionCheckFailure", "ExpressionAttributeNames", "ExpressionAttributeValues", "RequestItems", "TransactItems", "ClientRequestToken", "Statement", "Parameters",
        "NextToken", "Statements", "TransactStatements", "AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexes", "LocalSecondaryIndexes", "StreamSpecification", "Tags", "StreamArn", "ShardId", "ShardIterator", "Unknown", "", "tableName", "é",
    ];

    public static readonly string[] Texts =
    [
        "orders", "counters", "blobs", "events", "nowhere", "byStatus", "byTotal", "byTag", "byPlace", "customer", "order", "id", "ALL_NEW", "ALL_OLD", "NONE", "UPDATED_NEW", "UPDATED_OLD", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "TOTAL", "INDEXES", "SIZE", "EQ", "NE", "IN", "LE", "LT", "GE", "GT",
        "BETWEEN", "NOT_NULL", "NULL", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH", "AND", "OR", "PUT", "ADD", "DELETE", "TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER", "HASH", "RANGE", "S", "N", "B", "PAY_PER_REQUEST", "PROVISIONED", "KEYS_ONLY", "INCLUDE", "ALL", "NEW_IMAGE", "a b", "a.b", "a[0]", "#a", ":a", "..", "a/b", "é", "\u0000",
        "arn:aws:dynamodb:us-east-1:000000000000:table/orders", "arn:aws:dynamodb:eu-west-1:000000000000:table/orders", "arn:aws:dynamodb:us-east-1:111111111111:table/orders", "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2026", "arn:aws:dynamodb:us-east-1:000000000000:table/orders/index/byStatus", "arn:", "arn:aws:s3:::x",
    ];
}
