using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>Finds keys that do not fit a table or its indexes.</summary>
internal sealed class KeyFaults(PlainTable table)
{
    private const string Mismatch = "The provided key element does not match the schema";
    private const string Invalid = "One or more parameter values were invalid: ";
    private const string NotValid = "One or more parameter values are not valid. ";
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
        }

        faults.Stop();
    }

    /// <summary>In a transaction empty keys are found first, and what else does not fit cancels it.</summary>
    /// <exception cref="RefusedException">A key is empty.</exception>
    public void CheckEmpty(AskedWrite write)
    {
        Faults faults = new();
        AddEmpty(faults, write.Subject);
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
    public void CheckKey(JsonObject key)
    {
        Faults faults = new();
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

    /// <summary>An update must leave what it changes of an index's key with the right type.</summary>
    /// <exception cref="RefusedException">It does not.</exception>
    public void CheckUpdated(JsonObject? before, JsonObject after)
    {
        Faults faults = new();
        foreach (AskedIndex index in table.Indexes)
        {
            foreach (AskedKey key in index.Key)
            {
                if (after[key.Name] is not JsonObject value || (before?[key.Name] is JsonObject old && PlainValue.AreSame(old, value))) continue;
                if (PlainValue.TypeOf(value) != key.Type)
                {
                    faults.Add("The update expression attempted to update the secondary index key to unsupported type");
                }
                else if (PlainTable.IsEmpty(value))
                {
                    faults.Add($"{NotValid}The update expression attempted to update a secondary index key to a value that is not supported. {Empty}{Word(key)} value. IndexName: {index.Name}, IndexKey: {key.Name}");
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

        foreach (AskedIndex index in table.Indexes)
        {
            foreach (AskedKey key in index.Key)
            {
                if (item[key.Name] is JsonObject value && PlainValue.TypeOf(value) != key.Type)
                {
                    faults.Add($"{Invalid}Type mismatch for Index Key {key.Name} Expected: {key.Type} Actual: {PlainValue.TypeOf(value)} IndexName: {index.Name}");
                }
            }
        }
    }

    private void AddEmptyIndexKeys(Faults faults, JsonObject item)
    {
        foreach (AskedIndex index in table.Indexes)
        {
            foreach (AskedKey key in index.Key.Where(key => IsEmpty(item, key)))
            {
                faults.Add($"{NotValid}A value specified for a secondary index key is not supported. {Empty}{Word(key)} value. IndexName: {index.Name}, IndexKey: {key.Name}");
            }
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
