using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;

namespace Gateway.Compat.Dynamo.Tests.Fixtures;

/// <summary>Matches of tournaments, with a global index whose partition key is (tournament, area) and whose sort key is (round, score).</summary>
public sealed class MatchTable(ServiceUnderTest service) : TestTable(service)
{
    private protected override void Shape(CreateTableRequest request)
    {
        Keys(request, ("id", "S"));
        Attributes(request, ("tournament", "S"), ("area", "N"), ("stage", "S"), ("score", "N"));
        request.GlobalSecondaryIndexes =
        [
            new GlobalSecondaryIndex
            {
                IndexName = "by-match",
                Projection = All,
                KeySchema = [new("tournament", KeyType.HASH), new("area", KeyType.HASH), new("stage", KeyType.RANGE), new("score", KeyType.RANGE)],
            },
        ];
    }

    private protected override async Task FillAsync()
    {
        await PutAllAsync(
        [
            "{id: '1', tournament: 'W', area: 1, stage: 'a', score: 10}",
            "{id: '2', tournament: 'W', area: 1, stage: 'a', score: 9}",
            "{id: '3', tournament: 'W', area: 1, stage: 'b', score: 1}",
            "{id: '4', tournament: 'W', area: 2, stage: 'a', score: 1}",
            "{id: '5', tournament: 'X', area: 1, stage: 'a', score: 1}",
            "{id: '6', tournament: 'W', area: 1, stage: 'c'}",
            "{id: '7', tournament: 'W', area: 1, stage: 'bb', score: 5}",
        ]);
        await Service.SoonAsync(async () => (await Dynamo.ScanAsync(new ScanRequest { TableName = Name, IndexName = "by-match" })).Count, count => count == 6);
    }
}
