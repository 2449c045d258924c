namespace Gateway.DynamoCompat.Tables;

/// <summary>Finds the table or stream that a request names by its ARN only. Source: messages observed at DynamoDB.</summary>
internal static class ResourceArns
{
    /// <summary>For tags: a table.</summary>
    public static TableDefinition ForTags(TableCatalog tables, Caller caller, string text, TimeProvider time)
    {
        TableArn arn = Parse(text);
        if (arn.AccountId != caller.AccountId) throw new WireException(DynamoErrors.AccessDenied);
        if (arn.Region != caller.Region) throw new WireException(DynamoErrors.ArnOfOtherRegion(text));
        TableDefinition? table = arn.Kind is null ? tables.Find(caller, arn.Table) : null;
        return table is null || table.PhaseAt(time.GetUtcNow()) == TablePhase.Creating ? throw new WireException(DynamoErrors.ResourceMissing(text)) : table;
    }

    /// <summary>For policies: a table, or its stream.</summary>
    /// <returns>The table, and whether the stream was meant.</returns>
    public static (TableDefinition Table, bool IsStream) ForPolicy(TableCatalog tables, Caller caller, string text, TimeProvider time)
    {
        TableArn arn = Parse(text);
        if (arn.AccountId != caller.AccountId) throw new WireException(DynamoErrors.ForeignResource);
        if (arn.Region != caller.Region) throw new WireException(DynamoErrors.PolicyArn(text));
        TableDefinition? table = tables.Find(caller, arn.Table);
        if (table is null || table.PhaseAt(time.GetUtcNow()) == TablePhase.Creating) throw new WireException(DynamoErrors.TableMissing(arn.Table));
        if (arn.Kind is null) return (table, false);
        return table.LatestStreamLabel == arn.Part ? (table, true) : throw new WireException(DynamoErrors.StreamMissing(arn.Part!, arn.Table));
    }

    private static TableArn Parse(string text)
    {
        if (!text.StartsWith("arn:", StringComparison.Ordinal)) throw new WireException(DynamoErrors.ArnNeeded(text));
        if (text.Split(':') is not [_, _, "dynamodb", ..]) throw new WireException(DynamoErrors.ArnOfOtherService(text));
        return TableArn.TryParse(text, out TableArn? arn) && arn.Kind is null or "stream" ? arn! : throw new WireException(DynamoErrors.ArnOfOtherKind(text));
    }
}
