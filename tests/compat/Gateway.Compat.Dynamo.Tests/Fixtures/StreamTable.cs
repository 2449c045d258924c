using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Fixtures;

/// <summary><c>pk</c> (S), with a stream of new and old images.</summary>
public sealed class StreamTable(ServiceUnderTest service) : TestTable(service)
{
    private protected override void Shape(CreateTableRequest request)
    {
        Keys(request, ("pk", "S"));
        request.StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES };
    }
}
