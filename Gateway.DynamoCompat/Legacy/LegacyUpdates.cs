using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Planning;
using Gateway.DynamoCompat.Wire;

namespace Gateway.DynamoCompat.Legacy;

/// <summary>AttributeUpdates as an update.</summary>
/// <remarks>Source: model AttributeValueUpdate; ADD on lists and the texts: observed dynalite 4.0.0.</remarks>
internal static class LegacyUpdates
{
    /// <exception cref="WireException">A ValidationException.</exception>
    public static UpdatePlan Read(WireStructure input) =>
        UpdatePlan.OfLegacy([.. (input.StructureMap("AttributeUpdates") ?? []).Select(entry => Read(entry.Key, entry.Value))]);

    private static UpdateAction Read(string attribute, WireStructure update)
    {
        string action = update.Text("Action") ?? "PUT";
        Value value = update.Value("Value");
        DocumentPath target = DocumentPath.Of(attribute);
        if (value.IsNone) return action == "DELETE" ? new UpdateAction(UpdateActionKind.Remove, target, null) : throw new WireException(DynamoErrors.UpdateWithoutValue);

        UpdateActionKind kind = action switch
        {
            "ADD" => UpdateActionKind.Add,
            "DELETE" => UpdateActionKind.Delete,
            _ => UpdateActionKind.Set,
        };
        if (kind == UpdateActionKind.Add && !(value.Kind.IsSet() || value.Kind is ValueKind.Number or ValueKind.List)) throw new WireException(DynamoErrors.AddType(value.Kind));
        if (kind == UpdateActionKind.Delete && !value.Kind.IsSet()) throw new WireException(DynamoErrors.DeleteType(value.Kind));
        return new UpdateAction(kind, target, new Operand.Literal(value));
    }
}
