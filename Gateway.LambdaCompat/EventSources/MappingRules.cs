using System.Text.Json;
using Gateway.LambdaCompat.Functions;
using Gateway.LambdaCompat.Operations;
using Gateway.Wire.Answers;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.EventSources;

/// <summary>What an event source mapping may be, and how it is answered.</summary>
internal static class MappingRules
{
    private const int FiltersMax = 10;
    private const int BatchSizeWithoutWindowMax = 1000;

    /// <summary>Takes over what a request sets; what it does not name stays.</summary>
    public static MappingRecord Apply(MappingRecord mapping, LambdaCall call, FunctionCatalog functions)
    {
        WireInput input = call.Input;
        FunctionAddress function = FunctionAddress.Parse(mapping.FunctionArn)!;
        mapping = mapping with
        {
            BatchSize = input.Int("BatchSize") ?? mapping.BatchSize,
            BatchingWindowSeconds = input.Int("MaximumBatchingWindowInSeconds") ?? mapping.BatchingWindowSeconds,
            ParallelizationFactor = input.Int("ParallelizationFactor") ?? mapping.ParallelizationFactor,
            MaximumRecordAgeSeconds = input.Int("MaximumRecordAgeInSeconds") ?? mapping.MaximumRecordAgeSeconds,
            MaximumRetryAttempts = input.Int("MaximumRetryAttempts") ?? mapping.MaximumRetryAttempts,
            BisectsOnError = input.Flag("BisectBatchOnFunctionError") ?? mapping.BisectsOnError,
            TumblingWindowSeconds = input.Int("TumblingWindowInSeconds") ?? mapping.TumblingWindowSeconds,
            IsEnabled = input.Flag("Enabled") ?? mapping.IsEnabled,
        };
        if (mapping.TumblingWindowSeconds > 0) throw LambdaErrors.NotOffered("TumblingWindowInSeconds");
        if (mapping.BatchSize > BatchSizeWithoutWindowMax && mapping.BatchingWindowSeconds == 0) throw LambdaErrors.BatchWithoutWindow();
        if (input.Texts("FunctionResponseTypes") is { } types) mapping = mapping with { ReportsItemFailures = types.Contains("ReportBatchItemFailures") };
        if (input.Structure("FilterCriteria") is { } criteria) mapping = mapping with { Filters = FiltersOf(criteria) };
        if (input.Structure("DestinationConfig")?.Structure("OnFailure") is { } failure)
        {
            mapping = mapping with { OnFailure = EventInvokeRules.CheckedDestination(failure.Text("Destination"), call, function, functions) };
        }

        return mapping;
    }

    /// <summary>The ARN of the function that a request names; refused if it is not there.</summary>
    public static string FunctionArnOf(LambdaCall call, FunctionCatalog functions)
    {
        FunctionAddress address = call.Address();
        FunctionRecord? function = functions.Find(call.AccountId, call.Region, address.Name);
        return function?.Resolve(address.Qualifier) is not null ? call.ArnOf(address) : throw LambdaErrors.MappingFunctionMissing();
    }

    /// <summary>Writes a mapping.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="state">As <c>Enabled</c>.</param>
    public static void Write(Utf8JsonWriter json, MappingRecord mapping, string state)
    {
        json.WriteStartObject();
        json.WriteString("UUID"u8, mapping.Uuid);
        json.WriteString("StartingPosition"u8, mapping.StartingPosition);
        json.WriteNumber("BatchSize"u8, mapping.BatchSize);
        json.WriteNumber("MaximumBatchingWindowInSeconds"u8, mapping.BatchingWindowSeconds);
        json.WriteNumber("ParallelizationFactor"u8, mapping.ParallelizationFactor);
        json.WriteString("EventSourceArn"u8, mapping.EventSourceArn);
        if (mapping.Filters.Count > 0)
        {
            json.WriteStartObject("FilterCriteria"u8);
            json.WriteStartArray("Filters"u8);
            foreach (string pattern in mapping.Filters)
            {
                json.WriteStartObject();
                json.WriteString("Pattern"u8, pattern);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteString("FunctionArn"u8, mapping.FunctionArn);
        json.WriteNumber("LastModified"u8, WireTime.Seconds(mapping.LastModified));
        json.WriteString("LastProcessingResult"u8, mapping.LastProcessingResult);
        json.WriteString("State"u8, state);
        json.WriteString("StateTransitionReason"u8, mapping.StateReason);
        json.WriteStartObject("DestinationConfig"u8);
        EventInvokeRules.WriteDestination(json, "OnFailure"u8, mapping.OnFailure);
        json.WriteEndObject();
        json.WriteNumber("MaximumRecordAgeInSeconds"u8, mapping.MaximumRecordAgeSeconds);
        json.WriteBoolean("BisectBatchOnFunctionError"u8, mapping.BisectsOnError);
        json.WriteNumber("MaximumRetryAttempts"u8, mapping.MaximumRetryAttempts);
        json.WriteNumber("TumblingWindowInSeconds"u8, mapping.TumblingWindowSeconds);
        FunctionWriter.WriteTexts(json, "FunctionResponseTypes"u8, mapping.ReportsItemFailures ? ["ReportBatchItemFailures"] : []);
        json.WriteString("EventSourceMappingArn"u8, mapping.Arn);
        json.WriteEndObject();
    }

    /// <summary>What a mapping's state is when nothing is going on.</summary>
    public static string RestingState(MappingRecord mapping) => mapping.IsEnabled ? "Enabled" : "Disabled";

    private static List<string> FiltersOf(WireInput criteria)
    {
        List<string> patterns = [.. (criteria.Structures("Filters") ?? []).Select(filter => filter.Text("Pattern") ?? "")];
        if (patterns.Count > FiltersMax) throw LambdaErrors.TooManyFilters();
        return patterns.TrueForAll(pattern => EventPattern.TryParse(pattern, out _)) ? patterns : throw LambdaErrors.BadFilter();
    }
}
