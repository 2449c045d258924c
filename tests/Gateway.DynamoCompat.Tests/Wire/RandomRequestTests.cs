using System.Text;
using System.Text.Json;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;
using Gateway.DynamoCompat.Wire.Shapes;
using Gateway.Testing;

namespace Gateway.DynamoCompat.Tests.Wire;

public sealed class RandomRequestTests
{
    /// <summary>Every body of every operation, right or damaged, is read or refused; what the quick reader took, the slow one reads alike.</summary>
    [Fact]
    public void Any_body_is_read_or_refused_and_both_readers_agree()
    {
        int seed = TestSettings.Seed ?? 20261122;
        Random random = new(seed);
        RandomBody bodies = new(random);
        string[] operations = [.. ServiceModel.Dynamo.Targets.Keys.Order(StringComparer.Ordinal)];
        int read = 0;
        int refused = 0;
        for (int round = 0; round < TestSettings.Rounds(30_000); round++)
        {
            string operation = operations[random.Next(operations.Length)];
            byte[] body = bodies.Of(ServiceModel.Dynamo.InputOf(operation));
            if (random.Next(2) == 0) body = bodies.Damage(body);
            try
            {
                WireStructure input = Request.Read(operation, body);
                Constraints.Check(input);
                AskForAll(input);
                read++;
            }
            catch (WireException)
            {
                refused++;
            }
            catch (Exception stranger)
            {
                Assert.Fail($"{operation}, round {round} of EDGE_SEED={seed}: {Encoding.UTF8.GetString(body)}{Environment.NewLine}{stranger}");
            }
        }

        Assert.True(read > refused / 4 && refused > read / 4, $"{read} were read, {refused} refused: the bodies are one-sided.");
    }

    private static void AskForAll(WireStructure input)
    {
        foreach (ShapeMember member in input.Shape.Members)
        {
            switch (member.Shape.Form)
            {
                case ShapeForm.Structure when input.Structure(member.Name) is { } structure:
                    AskForAll(structure);
                    break;
                case ShapeForm.Structures:
                    foreach (WireStructure structure in input.Structures(member.Name) ?? []) AskForAll(structure);
                    break;
                case ShapeForm.StructureMap:
                    foreach ((_, WireStructure structure) in input.StructureMap(member.Name) ?? []) AskForAll(structure);
                    break;
                case ShapeForm.StructureListMap:
                    foreach ((_, IReadOnlyList<WireStructure> structures) in input.StructureListMap(member.Name) ?? [])
                    {
                        foreach (WireStructure structure in structures) AskForAll(structure);
                    }

                    break;
                case ShapeForm.Item:
                    AskForItem(input, member.Name);
                    break;
            }
        }
    }

    private static void AskForItem(WireStructure input, string member)
    {
        WireSlot slot = input.Slots[input.Shape.Positions[member]];
        if (slot.Content is not WireValue { Fault: null } read) return;
        Assert.Equal(read.Value, Value.Decode(read.Value.Bytes.ToArray()));

        Utf8JsonReader reader = new(input.Body.Slice(slot.Start, slot.Length));
        reader.Read();
        Assert.Equal(new WireValue(read.Value, null), LooseReader.Read(ref reader, isMap: true, isElement: false));
    }
}
