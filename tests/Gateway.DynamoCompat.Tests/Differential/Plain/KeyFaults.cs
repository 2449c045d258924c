using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>Finds keys that do not fit a table or its indexes.</summary>
internal sealed class KeyFaults(PlainTable table)
{
    private const string Mismatch = "The provided key element does not match the schema";
    private const string Invalid = "One or more parameter values were invalid: ";
    private const string NotValid = "One or more parameter values are not valid. ";
    private const string NotScalar = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";
    private const string Empty = "The AttributeValue for a key attribute cannot contain an empty ";

    /// <exception cref="RefusedException">The write does not fit the table.</exception>
    public void Check(AskedWrite write)
    {
        Faults faults = new();
        if (write.Action == "Put")
        {
            AddItem(faults, write.Subject);
            AddEmpty(faults, write.Subject);
            AddEmptyIndexKeys(faults, write.Subject);
        }
        else
        {
            AddKey(faults, write.Subject);
            AddEmpty(faults, write.Subject);
            AddChanged(faults, write);
            AddKnownTypes(faults, write);
            AddKnownEmpty(faults, write);
            AddNested(faults, [.. write.Actions.Select(action => action.Target), .. write.Actions.SelectMany(action => action.Operand?.All ?? []).OfType<AskedOperand.At>().Select(at => at.Path)]);
        }

        faults.Stop();
    }

    /// <summary>Key attributes hold nothing that a path could go into.</summary>
    public void AddNested(Faults faults, IEnumerable<AskedPath> paths)
    {
        HashSet<string> nested = [.. paths.Where(path => path.Steps.Count > 1).Select(path => path.Attribute)];
        foreach (AskedKey key in table.Asked.Key.Where(key => nested.Contains(key.Name))) faults.Add($"{NotScalar}Key: {key.Name}");
        foreach (AskedKey key in table.Indexes.SelectMany(index => index.Key).Where(key => nested.Contains(key.Name))) faults.Add($"{NotScalar}IndexKey: {key.Name}");
    }

    /// <summary>In a transaction empty keys are found first, and what else does not fit cancels it.</summary>
    /// <exception cref="RefusedException">A key is empty.</exception>
    public void CheckEmpty(AskedWrite write)
    {
        Faults faults = new();
        AddEmpty(faults, write.Subject);
        AddKnownEmpty(faults, write);
        if (write.Action == "Put") AddEmptyIndexKeys(faults, write.Subject);
        faults.Stop();
    }

    /// <summary>A write of a batch: it says less of a key that has another type.</summary>
    public void AddBatch(Faults faults, AskedWrite write)
    {
        if (write.Action == "Delete")
        {
            AddKey(faults, write.Subject);
        }
        else if (table.Asked.Key.Any(key => write.Subject[key.Name] is JsonObject value && PlainValue.TypeOf(value) != key.Type))
        {
            faults.Add(Mismatch);
        }
        else
        {
            AddItem(faults, write.Subject);
            AddEmptyIndexKeys(faults, write.Subject);
        }

        AddEmpty(faults, write.Subject);
    }

    /// <exception cref="RefusedException">The key does not fit the table.</exception>
    public void CheckKey(JsonObject key, IEnumerable<AskedPath> projection)
    {
        Faults faults = new();
        AddNested(faults, projection);
        AddKey(faults, key);
        AddEmpty(faults, key);
        faults.Stop();
    }

    /// <exception cref="RefusedException">The key has an empty part.</exception>
    public void CheckEmpty(JsonObject key)
    {
        Faults faults = new();
        AddEmpty(faults, key);
        faults.Stop();
    }

    /// <summary>An update must leave the keys of indexes with the right types, also where it does not touch them.</summary>
    /// <exception cref="RefusedException">It does not.</exception>
    public void CheckUpdated(JsonObject after)
    {
        Faults faults = new();
        foreach (AskedIndex index in table.Indexes)
        {
            foreach (AskedKey key in index.Key)
            {
                if (after[key.Name] is not JsonObject value) continue;
                if (PlainValue.TypeOf(value) != key.Type)
                {
                    faults.Add("The update expression attempted to update the secondary index key to unsupported type");
                }
                else if (PlainTable.IsEmpty(value))
                {
                    faults.Add(EmptyUpdate(key));
                }
            }
        }

        faults.Stop();
    }

    public void AddKey(Faults faults, JsonObject key)
    {
        if (key.Count != table.Asked.Key.Count() || !table.Asked.Key.All(part => key[part.Name] is JsonObject value && PlainValue.TypeOf(value) == part.Type)) faults.Add(Mismatch);
    }

    public void AddEmpty(Faults faults, JsonObject item)
    {
        foreach (AskedKey key in table.Asked.Key.Where(key => IsEmpty(item, key))) faults.Add($"{NotValid}{Empty}{Word(key)} value. Key: {key.Name}");
    }

    private void AddItem(Faults faults, JsonObject item)
    {
        foreach (AskedKey key in table.Asked.Key)
        {
            if (item[key.Name] is not JsonObject value) faults.Add($"{Invalid}Missing the key {key.Name} in the item");
            else if (PlainValue.TypeOf(value) != key.Type) faults.Add($"{Invalid}Type mismatch for key {key.Name} expected: {key.Type} actual: {PlainValue.TypeOf(value)}");
        }

        foreach (AskedKey key in IndexKeys.Where(key => item[key.Name] is JsonObject value && PlainValue.TypeOf(value) != key.Type)) faults.Add(TypeMismatch(key, PlainValue.TypeOf((JsonObject)item[key.Name]!)));
    }

    private void AddEmptyIndexKeys(Faults faults, JsonObject item)
    {
        foreach (AskedKey key in IndexKeys.Where(key => IsEmpty(item, key)))
        {
            faults.Add($"{NotValid}A value specified for a secondary index key is not supported. {Empty}{Word(key)} value. IndexName: {FirstIndexOf(key)}, IndexKey: {key.Name}");
        }
    }

    private IEnumerable<AskedKey> IndexKeys => table.Indexes.SelectMany(index => index.Key).Distinct();

    /// <summary>Of several indexes the first by name is named.</summary>
    private string FirstIndexOf(AskedKey key) => table.Indexes.Where(index => index.Key.Contains(key)).Select(index => index.Name).Order(StringComparer.Ordinal).First();

    private string TypeMismatch(AskedKey key, string type) => $"{Invalid}Type mismatch for Index Key {key.Name} Expected: {key.Type} Actual: {type} IndexName: {FirstIndexOf(key)}";

    private string EmptyUpdate(AskedKey key) =>
        $"{NotValid}The update expression attempted to update a secondary index key to a value that is not supported. {Empty}{Word(key)} value. IndexName: {FirstIndexOf(key)}, IndexKey: {key.Name}";

    /// <summary>An update gives the key of an index another type, and the request tells which.</summary>
    private void AddKnownTypes(Faults faults, AskedWrite write)
    {
        foreach (AskedAction action in write.Actions.Where(action => action.Target.Steps.Count == 1))
        {
            string? type = action.Operand switch
            {
                AskedOperand.Constant constant => PlainValue.TypeOf(constant.Value),
                AskedOperand.Sum => "N",
                AskedOperand.Append => "L",
                _ => null,
            };
            foreach (AskedKey key in IndexKeys.Where(key => type is not null && key.Name == action.Target.Attribute && key.Type != type)) faults.Add(TypeMismatch(key, type!));
        }
    }

    private void AddKnownEmpty(Faults faults, AskedWrite write)
    {
        foreach (AskedAction action in write.Actions.Where(action => action is { Section: "SET", Target.Steps.Count: 1 }))
        {
            if (action.Operand is not AskedOperand.Constant constant || !PlainTable.IsEmpty(constant.Value)) continue;
            foreach (AskedKey key in IndexKeys.Where(key => key.Name == action.Target.Attribute && key.Type == PlainValue.TypeOf(constant.Value))) faults.Add(EmptyUpdate(key));
        }
    }

    private void AddChanged(Faults faults, AskedWrite write)
    {
        foreach (AskedAction action in write.Actions.Where(action => table.IsKey(action.Target.Attribute)))
        {
            faults.Add($"{Invalid}Cannot update attribute {action.Target.Attribute}. This attribute is part of the key");
        }
    }

    private static bool IsEmpty(JsonObject item, AskedKey key) => item[key.Name] is JsonObject value && PlainValue.TypeOf(value) == key.Type && PlainTable.IsEmpty(value);

    private static string Word(AskedKey key) => key.Type == "S" ? "string" : "binary";
}
