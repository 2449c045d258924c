using System.Text.Json;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Model;

/// <summary>Requests and planned edits in the words of the model's <c>replay.py</c>.</summary>
internal static class ModelJson
{
    public static void Write(Utf8JsonWriter json, Request request)
    {
        json.WriteStartObject();
        switch (request)
        {
            case Request.Put put:
                json.WritePropertyName("put");
                Write(json, put.Item);
                break;
            case Request.Delete:
                json.WriteBoolean("delete", true);
                break;
            default:
                Request.Update update = (Request.Update)request;
                json.WriteStartArray("update");
                foreach (UpdateAction action in update.Actions) Write(json, action);
                json.WriteEndArray();
                json.WriteBoolean("guarded", update.MustExist);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Edits as actions. A default and the edit of the same path that follows it are one action there.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<DocumentEdit> edits)
    {
        json.WriteStartArray();
        for (int i = 0; i < edits.Count; i++)
        {
            Value start = default;
            if (edits[i] is DocumentEdit.Default initial && i + 1 < edits.Count && initial.Path.Equals(edits[i + 1].Path))
            {
                start = initial.Value;
                i++;
            }

            Write(json, edits[i], start);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, UpdateAction action)
    {
        (string kind, Value?[] operands) = action.Kind switch
        {
            ActionKind.Set => ("set", [action.Value]),
            ActionKind.IfNotExists => ("ifne", [action.Value]),
            ActionKind.Increment => ("incr", [action.Value]),
            ActionKind.IncrementOr => ("incr0", [action.Value, action.Fallback]),
            ActionKind.AddNumber => ("add_n", [action.Value]),
            ActionKind.AddSet => ("add_s", [action.Value]),
            ActionKind.DeleteSet => ("del_s", [action.Value]),
            ActionKind.Remove => ("rem", []),
            ActionKind.Append => ("app", [action.Value, Given(action.Fallback)]),
            ActionKind.Prepend => ("pre", (Value?[])[action.Value, Given(action.Fallback)]),
            _ => throw new InvalidOperationException($"The model has no {action.Kind}."),
        };
        Write(json, kind, action.Path, operands);
    }

    private static void Write(Utf8JsonWriter json, DocumentEdit edit, Value start)
    {
        switch (edit)
        {
            case DocumentEdit.Assign assign:
                Write(json, "set", assign.Path, assign.Value);
                break;
            case DocumentEdit.Default initial:
                Write(json, "ifne", initial.Path, initial.Value);
                break;
            case DocumentEdit.Increment increment when start.IsNone:
                Write(json, "incr", increment.Path, Value.Number(increment.By));
                break;
            case DocumentEdit.Increment increment:
                Write(json, "incr0", increment.Path, Value.Number(increment.By), start);
                break;
            case DocumentEdit.AddToSet add:
                Write(json, "add_s", add.Path, add.Elements);
                break;
            case DocumentEdit.RemoveFromSet remove:
                Write(json, "del_s", remove.Path, remove.Elements);
                break;
            case DocumentEdit.Remove remove:
                Write(json, "rem", remove.Path);
                break;
            case DocumentEdit.Append append:
                Write(json, "app", append.Path, append.Values, Given(start));
                break;
            case DocumentEdit.Prepend prepend:
                Write(json, "pre", prepend.Path, prepend.Values, Given(start));
                break;
            case DocumentEdit.InsertAfter insert:
                Begin(json, "ins", insert.Path);
                json.WriteNumberValue(insert.After);
                Write(json, insert.Values);
                json.WriteEndArray();
                break;
            default:
                throw new InvalidOperationException($"The model has no {edit}.");
        }
    }

    private static Value? Given(Value value) => value.IsNone ? null : value;

    private static void Write(Utf8JsonWriter json, string kind, ValuePath path, params Value?[] operands)
    {
        Begin(json, kind, path);
        foreach (Value? operand in operands)
        {
            if (operand is { } value) Write(json, value);
            else json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private static void Begin(Utf8JsonWriter json, string kind, ValuePath path)
    {
        json.WriteStartArray();
        json.WriteStringValue(kind);
        json.WriteStartArray();
        foreach (PathPart part in path.Parts)
        {
            if (part.IsPosition) json.WriteNumberValue(part.Position);
            else json.WriteStringValue(part.Name);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Value value) => json.WriteRawValue(value.ToString());
}
