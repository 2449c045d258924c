using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Fixtures;

/// <summary><c>pk</c>, <c>sk</c> with a global index <c>by-g</c> (g S, n N; includes a) and a local one <c>by-l</c> (l B; all), for tests that write.</summary>
public sealed class ChangingTable(ServiceUnderTest service) : TestTable(service)
{
    private protected override void Shape(CreateTableRequest request)
    {
        Keys(request, ("pk", "S"), ("sk", "S"));
        Attributes(request, ("g", "S"), ("n", "N"), ("l", "B"));
        request.GlobalSecondaryIndexes = [Global("by-g", Include("a"), "g", "n")];
        request.LocalSecondaryIndexes = [Local("by-l", All, "pk", "l")];
    }
}
