using Amazon.DynamoDBv2.Model;
using Gateway.Compat.Dynamo.Tests.Driver;
using Gateway.Compat.Dynamo.Tests.Fixtures;

namespace Gateway.Compat.Dynamo.Tests.Values;

/// <summary>Limits of items and keys. Source: doc ServiceQuotas, CapacityUnitCalculations.</summary>
public sealed class SizeTests(TextTable table) : IClassFixture<TextTable>
{
    private const int ItemBytesMax = 400 * 1024;
    private const string ItemTooLarge = "ValidationException: Item size has exceeded the maximum allowed size";

    /// <summary>pk + k + sk + s + a: the names and the key values take 9 bytes with keys of two letters each.</summary>
    private const int Frame = 2 + 2 + 2 + 2 + 1;

    [Theory]
    [InlineData(ItemBytesMax, "200")]
    [InlineData(ItemBytesMax + 1, ItemTooLarge)]
    public async Task An_item_has_at_most_400_kilobytes(int bytes, string outcome) =>
        Assert.Equal(outcome, await Refusal.OfAsync(() => table.PutAsync($"{{pk: 'p1', sk: 's1', a: '{new string('x', bytes - Frame)}'}}")));

    [Theory]
    [InlineData("L", 3 + 1, ItemBytesMax, "200")]
    [InlineData("L", 3 + 1, ItemBytesMax + 1, ItemTooLarge)]
    [InlineData("M", 3 + 1 + 1, ItemBytesMax, "200")]
    [InlineData("M", 3 + 1 + 1, ItemBytesMax + 1, ItemTooLarge)]
    public async Task A_container_costs_three_bytes_and_one_for_each_member(string type, int overhead, int bytes, string outcome)
    {
        string text = new('x', bytes - Frame - overhead);
        string value = type == "L" ? $"['{text}']" : $"{{k: '{text}'}}";

        Assert.Equal(outcome, await Refusal.OfAsync(() => table.PutAsync($"{{pk: 'p2', sk: 's1', a: {value}}}")));
    }

    [Fact]
    public async Task Letters_count_as_their_bytes()
    {
        Assert.Equal("200", await Refusal.OfAsync(() => table.PutAsync($"{{pk: 'p3', sk: 's1', a: '{new string('ä', (ItemBytesMax - Frame) / 2)}'}}")));
        Assert.Equal(ItemTooLarge, await Refusal.OfAsync(() => table.PutAsync($"{{pk: 'p3', sk: 's1', a: '{new string('ä', ((ItemBytesMax - Frame) / 2) + 1)}'}}")));
    }

    [Fact]
    public async Task An_update_must_not_make_an_item_too_large()
    {
        await table.PutAsync($"{{pk: 'p4', sk: 's1', a: '{new string('x', ItemBytesMax - Frame)}'}}");
        UpdateItemRequest update = new() { TableName = table.Name, Key = Items.Of("{pk: 'p4', sk: 's1'}"), UpdateExpression = "SET b = :v", ExpressionAttributeValues = Items.Of("{:v: ''}") };

        Assert.Equal("ValidationException: Item size to update has exceeded the maximum allowed size", await Refusal.OfAsync(() => table.Dynamo.UpdateItemAsync(update)));
    }

    [Theory]
    [InlineData(2048, "200")]
    [InlineData(2049, "ValidationException: One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes")]
    public async Task A_partition_key_has_at_most_2048_bytes(int bytes, string outcome)
    {
        string key = $"{{pk: '{new string('k', bytes)}', sk: 's'}}";

        Assert.Equal(outcome, await Refusal.OfAsync(() => table.PutAsync(key)));
        Assert.Equal(outcome, await Refusal.OfAsync(() => table.GetAsync(key)));
    }

    [Theory]
    [InlineData(1024, "200")]
    [InlineData(1025, "ValidationException: One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes")]
    public async Task A_sort_key_has_at_most_1024_bytes(int bytes, string outcome)
    {
        string key = $"{{pk: 'p', sk: '{new string('k', bytes)}'}}";

        Assert.Equal(outcome, await Refusal.OfAsync(() => table.PutAsync(key)));
        Assert.Equal(outcome, await Refusal.OfAsync(() => table.GetAsync(key)));
    }

    [Theory]
    [InlineData(32, "200")]
    [InlineData(33, "ValidationException: Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit")]
    public async Task A_document_has_at_most_32_levels(int levels, string outcome)
    {
        string lists = new string('[', levels - 1) + "1" + new string(']', levels - 1);

        Assert.Equal(outcome, await Refusal.OfAsync(() => table.PutAsync($"{{pk: 'p5', sk: 's', a: {lists}}}")));
    }

    [Fact]
    public async Task A_name_has_at_most_64_kilobytes()
    {
        Assert.Equal("200", await Refusal.OfAsync(() => table.PutAsync($"{{pk: 'p6', sk: 's', {new string('n', 65535)}: 1}}")));
        Assert.StartsWith("ValidationException: ", await Refusal.OfAsync(() => table.PutAsync($"{{pk: 'p6', sk: 's', {new string('n', 65536)}: 1}}")), StringComparison.Ordinal);
    }
}
