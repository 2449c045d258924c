using Gateway.LambdaCompat.EventSources;
using Gateway.LambdaCompat.Functions;
using Gateway.Wire.Input;

namespace Gateway.LambdaCompat.Operations;

/// <summary>CreateEventSourceMapping: for change streams of tables. Source: model CreateEventSourceMappingRequest; doc API_CreateEventSourceMapping.</summary>
internal sealed class CreateEventSourceMapping(LambdaServices services) : ILambdaOperation
{
    public async ValueTask RunAsync(LambdaCall call, CancellationToken token)
    {
        WireInput input = call.Input;
        string? source = input.Text("EventSourceArn");
        if (string.IsNullOrEmpty(source) || source.Split(':') is not ["arn", _, var service, ..]) throw LambdaErrors.UnknownEventSource();
        if (service != "dynamodb") throw LambdaErrors.EventSourceNotOffered(service);
        IReadOnlyDictionary<string, string> tags = TagRules.Read(input);
        string position = input.Text("StartingPosition") ?? throw LambdaErrors.StartingPositionMissing();
        if (position == "AT_TIMESTAMP") throw LambdaErrors.StartingPositionUnsupported(source);
        string functionArn = MappingRules.FunctionArnOf(call, services.Functions);
        string shard = await services.EventSources.FindShardAsync(call.AccountId, call.Region, source, token).ConfigureAwait(false) ?? throw LambdaErrors.StreamMissing(source);

        MappingRecord mapping = MappingRules.Apply(
            new MappingRecord
            {
                AccountId = call.AccountId,
                Region = call.Region,
                Uuid = services.Ids.Uuid(),
                EventSourceArn = source,
                FunctionArn = functionArn,
                StartingPosition = position,
                Tags = tags,
                LastModified = services.Publisher.Now,
            },
            call,
            services.Functions);
        if (services.Mappings.All.FirstOrDefault(other => other.EventSourceArn == source && other.FunctionArn == functionArn) is { } twin) throw LambdaErrors.MappingExists(source, call.Address().Name, twin.Uuid);
        await services.EventSources.BeginAsync(mapping, shard).ConfigureAwait(false);
        await services.Mappings.ChangeAsync(mapping.Key, _ => mapping).ConfigureAwait(false);
        call.Json(202, json => MappingRules.Write(json, mapping, "Creating"));
    }
}
