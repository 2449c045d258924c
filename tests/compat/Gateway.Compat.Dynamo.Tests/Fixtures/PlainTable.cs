using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Fixtures;

/// <summary>A partition key <c>pk</c> (S) and no more.</summary>
public sealed class PlainTable(ServiceUnderTest service) : TestTable(service)
{
    private protected override void Shape(CreateTableRequest request) => Keys(request, ("pk", "S"));
}
