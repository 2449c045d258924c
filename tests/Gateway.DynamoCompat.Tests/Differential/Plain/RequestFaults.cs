using System.Text.Json.Nodes;
using Gateway.DynamoCompat.Tests.Differential.Requests;

namespace Gateway.DynamoCompat.Tests.Differential.Plain;

/// <summary>Finds what is wrong with requests whatever their table is: first with parameters and values, then with expressions.</summary>
internal static class RequestFaults
{
    private const string NamesAlone = "ExpressionAttributeNames can only be specified when using expressions";
    private const string ValuesAlone = "ExpressionAttributeValues can only be specified when using expressions: ";

    /// <exception cref="RefusedException">The write is faulty.</exception>
    public static void Check(AskedWrite write)
    {
        bool countsErrors = write.Action is "Put" or "Update";
        Faults first = new(countsErrors);
        Faults second = new(countsErrors);
        CheckValues(first, write);
        if (!write.HasExpression)
        {
            if (write.Extras.HasUnusedName) first.Add(NamesAlone);
            if (write.Extras.UnusedValue is not null) first.AddCounted(ValuesAlone + (write.Action == "Update" ? "UpdateExpression and ConditionExpression are null" : "ConditionExpression is null"));
        }

        if (write.Action != "Update" && write.ReturnValues is not (null or "NONE" or "ALL_OLD")) first.AddCounted("ReturnValues can only be ALL_OLD or NONE");
        first.Stop();
        CheckExpressions(second, write);
        second.Stop();
    }

    /// <summary>A part of a transaction. Here names and values may stand alone, and nothing is counted.</summary>
    public static void CheckPart(Faults faults, AskedWrite write)
    {
        CheckValues(faults, write);
        CheckExpressions(faults, write);
    }

    /// <exception cref="RefusedException">The read is faulty.</exception>
    public static void Check(AskedGet get)
    {
        Faults faults = new();
        CheckPart(faults, get, maySpareExpressions: false);
        faults.Stop();
    }

    /// <param name="maySpareExpressions">True in transactions.</param>
    public static void CheckPart(Faults faults, AskedGet get, bool maySpareExpressions)
    {
        foreach (JsonObject key in get.Keys) CheckItem(faults, key);
        if (get.Projection is null)
        {
            if (get.Extras.HasUnusedName && !maySpareExpressions) faults.Add(NamesAlone);
            return;
        }

        Faults found = new();
        new ExpressionFaults(found, "Projection").Check(get.Projection);
        Finish(faults, found, get.Extras, hasValues: false);
    }

    /// <exception cref="RefusedException">The query or scan is faulty.</exception>
    public static void Check(AskedRead read)
    {
        Faults first = new();
        if (read.StartKey is { } start) CheckItem(first, start);
        IEnumerable<AskedOperand> operands = read.Filter?.AllOperands ?? [];
        CheckConstants(first, [.. (read.KeyTerms ?? []).SelectMany(term => term.Upper is null ? [term.Value] : new[] { term.Value, term.Upper }), .. Constants(operands)], read.Extras);
        if (!read.IsQuery && read.Filter is null)
        {
            if (read.Projection is null && read.Extras.HasUnusedName) first.Add(NamesAlone);
            if (read.Extras.UnusedValue is not null) first.Add(ValuesAlone + "FilterExpression is null");
        }

        first.Stop();
        Faults second = new();
        Faults found = new();
        if (read.KeyTerms is not null) new ExpressionFaults(found, "KeyCondition").Check(read.KeyTerms);
        if (read.Filter is not null) new ExpressionFaults(found, "Filter").Check(read.Filter);
        if (read.Projection is not null) new ExpressionFaults(found, "Projection").Check(read.Projection);
        if (read.KeyTerms is not null || read.Filter is not null || read.Projection is not null) Finish(second, found, read.Extras, hasValues: true);
        second.Stop();
    }

    private static void CheckValues(Faults faults, AskedWrite write)
    {
        CheckItem(faults, write.Subject);
        CheckConstants(faults, Constants(write.Operands), write.Extras);
    }

    private static IEnumerable<JsonObject> Constants(IEnumerable<AskedOperand> operands) => operands.OfType<AskedOperand.Constant>().Select(constant => constant.Value);

    private static void CheckItem(Faults faults, JsonObject item)
    {
        foreach ((_, JsonNode? value) in item) faults.Add(PlainValue.FaultOf((JsonObject)value!));
    }

    private static void CheckConstants(Faults faults, IEnumerable<JsonObject> constants, AskedExtras extras)
    {
        int number = 0;
        foreach (JsonObject constant in constants) faults.Add(PlainValue.FaultOf(constant), "ExpressionAttributeValues contains invalid value: ", $" for key :v{number++}");
        if (extras.UnusedValue is { } unused) faults.Add(PlainValue.FaultOf(unused), "ExpressionAttributeValues contains invalid value: ", $" for key {AskedExtras.UnusedValueName}");
    }

    private static void CheckExpressions(Faults faults, AskedWrite write)
    {
        if (!write.HasExpression) return;
        Faults found = new(faults.CountsErrors);
        if (write.Actions.Count > 0) new ExpressionFaults(found, "Update").Check(write.Actions);
        if (write.Condition is not null) new ExpressionFaults(found, "Condition").Check(write.Condition);
        Finish(faults, found, write.Extras, hasValues: true);
    }

    /// <summary>What is not used is said only when nothing else is wrong.</summary>
    private static void Finish(Faults faults, Faults found, AskedExtras extras, bool hasValues)
    {
        if (extras.Tail.Length > 0) found.AddVague();
        if (!found.Any && extras.HasUnusedName) found.Add($"Value provided in ExpressionAttributeNames unused in expressions: keys: {{{AskedExtras.UnusedName}}}");
        else if (!found.Any && hasValues && extras.UnusedValue is not null) found.Add($"Value provided in ExpressionAttributeValues unused in expressions: keys: {{{AskedExtras.UnusedValueName}}}");
        faults.AddAll(found);
    }
}
