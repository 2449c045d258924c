namespace Gateway.DynamoCompat.Tests.Operations;

/// <summary>Parts of requests on tables, in JSON with ' for ".</summary>
internal static class Parts
{
    public const string OnDemand = "'BillingMode': 'PAY_PER_REQUEST'";

    public const string KeysOnly = "'Projection': {'ProjectionType': 'KEYS_ONLY'}";

    public const string All = "'Projection': {'ProjectionType': 'ALL'}";

    /// <summary>A whole body.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="members">The other members, as <c>'Limit': 1</c>.</param>
    public static string Body(string table, params string[] members) => Structure([$"'TableName': '{table}'", .. members]);

    public static string Structure(params string[] members) => $"{{{string.Join(", ", members)}}}";

    /// <param name="attributes">Each as <c>name S</c>.</param>
    public static string Attributes(params string[] attributes) =>
        $"'AttributeDefinitions': [{string.Join(", ", attributes.Select(one => $"{{'AttributeName': '{First(one)}', 'AttributeType': '{Second(one)}'}}"))}]";

    /// <param name="elements">Each as <c>name HASH</c>.</param>
    public static string Key(params string[] elements) =>
        $"'KeySchema': [{string.Join(", ", elements.Select(one => $"{{'AttributeName': '{First(one)}', 'KeyType': '{Second(one)}'}}"))}]";

    public static string Provisioned(long reads, long writes, string member = "ProvisionedThroughput") => $"'{member}': {{'ReadCapacityUnits': {reads}, 'WriteCapacityUnits': {writes}}}";

    public static string Globals(params string[] indexes) => $"'GlobalSecondaryIndexes': [{string.Join(", ", indexes)}]";

    public static string Locals(params string[] indexes) => $"'LocalSecondaryIndexes': [{string.Join(", ", indexes)}]";

    public static string Index(string name, params string[] members) => Structure([$"'IndexName': '{name}'", .. members]);

    public static string IndexUpdates(params string[] updates) => $"'GlobalSecondaryIndexUpdates': [{string.Join(", ", updates)}]";

    public static string Projection(string type, params string[] names) =>
        $"'Projection': {{'ProjectionType': '{type}'{(names.Length == 0 ? "" : $", 'NonKeyAttributes': [{string.Join(", ", names.Select(name => $"'{name}'"))}]")}}}";

    private static string First(string pair) => pair.Split(' ')[0];

    private static string Second(string pair) => pair.Split(' ')[1];
}
