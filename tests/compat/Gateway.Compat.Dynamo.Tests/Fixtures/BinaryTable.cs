using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Fixtures;

/// <summary><c>pk</c> (S) and <c>sk</c> (B).</summary>
public sealed class BinaryTable(ServiceUnderTest service) : TestTable(service)
{
    private protected override void Shape(CreateTableRequest request) => Keys(request, ("pk", "S"), ("sk", "B"));
}
