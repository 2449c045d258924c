using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Fixtures;

/// <summary>Partition <c>p</c> with sort keys a, ab, b, c, d and attributes n = 1..5, g, x; other partitions around it. Never changed by a test.</summary>
/// <remarks>Indexes: <c>by-g</c> (g; all), <c>by-g-n</c> (g, n; keys), <c>by-n</c> (local; n; includes x), <c>by-x</c> (local; x; keys).</remarks>
public sealed class LetterTable(ServiceUnderTest service) : TestTable(service)
{
    private protected override void Shape(CreateTableRequest request)
    {
        Keys(request, ("pk", "S"), ("sk", "S"));
        Attributes(request, ("g", "S"), ("n", "N"), ("x", "S"));
        request.GlobalSecondaryIndexes = [Global("by-g", All, "g"), Global("by-g-n", KeysOnly, "g", "n")];
        request.LocalSecondaryIndexes = [Local("by-n", Include("x"), "pk", "n"), Local("by-x", KeysOnly, "pk", "x")];
    }

    private protected override async Task FillAsync()
    {
        await PutAllAsync(
        [
            "{pk: 'p', sk: 'a', n: 5, g: 'g1', x: 'five', o: [1]}",
            "{pk: 'p', sk: 'ab', n: 4, g: 'g2', x: 'four', o: [2]}",
            "{pk: 'p', sk: 'b', n: 3, g: 'g1', o: [3]}",
            "{pk: 'p', sk: 'c', n: 2, g: 'g1', x: 'two'}",
            "{pk: 'p', sk: 'd', x: 'none'}",
            "{pk: 'q', sk: 'a', n: 1, g: 'g1', x: 'q'}",
            "{pk: 'o', sk: 'z'}",
        ]);
        await Service.SoonAsync(async () => (await Dynamo.ScanAsync(new ScanRequest { TableName = Name, IndexName = "by-g" })).Count, count => count == 5);
    }
}
