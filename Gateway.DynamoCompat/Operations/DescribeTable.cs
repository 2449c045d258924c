using System.Text.Json;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Operations;

/// <summary>DescribeTable. Source: model DescribeTableInput; doc API_DescribeTable.</summary>
internal sealed class DescribeTable(TableCatalog tables, TableDescriber describer) : IDynamoOperation
{
    public ValueTask<DynamoError?> RunAsync(Caller caller, WireStructure input, Utf8JsonWriter answer, CancellationToken token)
    {
        TableDefinition table = TableNames.Known(tables, caller, input);
        answer.WriteStartObject();
        describer.Write(answer, "Table", table);
        answer.WriteEndObject();
        return default;
    }
}
