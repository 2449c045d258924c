using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Tables;

/// <summary>Finds the table that a request on a table names: by its name, or by its ARN. Source: messages observed at DynamoDB.</summary>
internal static class TableNames
{
    /// <summary>The table's name.</summary>
    /// <exception cref="WireException">An ARN that is none of a table of the caller's own account and region.</exception>
    public static string Resolve(Caller caller, string nameOrArn)
    {
        if (!nameOrArn.StartsWith("arn:", StringComparison.Ordinal)) return nameOrArn;
        if (!TableArn.TryParse(nameOrArn, out TableArn? arn) || arn.Kind is not null) throw new WireException(DynamoErrors.ArnFormat(nameOrArn));
        if (arn.AccountId != caller.AccountId) throw new WireException(DynamoErrors.AccessDenied);
        return arn.Region == caller.Region ? arn.Table : throw new WireException(DynamoErrors.ArnRegion(nameOrArn));
    }

    /// <summary>The table's name, from the member where nearly all requests have it.</summary>
    public static string Resolve(Caller caller, WireStructure input) => Resolve(caller, input.Text("TableName")!);

    /// <summary>The table, whatever it goes through.</summary>
    /// <exception cref="WireException">There is none.</exception>
    public static TableDefinition Known(TableCatalog tables, Caller caller, WireStructure input)
    {
        string name = Resolve(caller, input);
        return tables.Find(caller, name) ?? throw new WireException(DynamoErrors.TableMissing(name));
    }

    /// <summary>The table, once it is made. What hangs on tables is not found before.</summary>
    /// <exception cref="WireException">There is none, or it is still created.</exception>
    public static TableDefinition Made(TableCatalog tables, Caller caller, WireStructure input, TimeProvider time)
    {
        TableDefinition table = Known(tables, caller, input);
        return table.PhaseAt(time.GetUtcNow()) == TablePhase.Creating ? throw new WireException(DynamoErrors.TableMissing(table.Name)) : table;
    }
}
