using System.Diagnostics.CodeAnalysis;

namespace Gateway.DynamoCompat.Tables;

/// <summary>The name of a table, or of something of it, across accounts: <c>arn:aws:dynamodb:region:account:table/name</c>, perhaps with <c>/index/x</c>, <c>/stream/x</c> or <c>/backup/x</c>.</summary>
/// <param name="Region">As <c>us-east-1</c>.</param>
/// <param name="AccountId">12 digits.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Kind">What follows the table's name: <c>index</c>, <c>stream</c>, <c>backup</c>; null for the table itself.</param>
/// <param name="Part">Its name; null for the table itself.</param>
internal sealed record TableArn(string Region, string AccountId, string Table, string? Kind, string? Part)
{
    public bool IsOf(Caller caller) => Region == caller.Region && AccountId == caller.AccountId;

    /// <summary>Takes an ARN apart. Partitions other than <c>aws</c> are taken too.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TableArn? arn)
    {
        arn = null;
        string[] parts = text.Split(':', 6);
        if (parts is not ["arn", { Length: > 0 }, "dynamodb", { Length: > 0 } region, { Length: 12 } account, { } resource] || !account.All(char.IsAsciiDigit)) return false;

        string[] path = resource.Split('/', 4);
        arn = path switch
        {
            ["table", { Length: > 0 } table] => new TableArn(region, account, table, null, null),
            ["table", { Length: > 0 } table, "index" or "stream" or "backup" or "export" or "import", { Length: > 0 } part] => new TableArn(region, account, table, path[2], part),
            _ => null,
        };
        return arn is not null;
    }
}
