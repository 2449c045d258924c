using System.Text.Json;
using Gateway.StackCompat.Logs.Operations;
using Gateway.Storage;
using Gateway.Wire.Answers;
using Gateway.Wire.Faces;
using Gateway.Wire.Input;
using Gateway.Wire.Models;
using Gateway.Wire.Validation;

namespace Gateway.StackCompat.Logs;

/// <summary>CloudWatch Logs: what tools read of the functions' logs, and what else keeps its logs here.</summary>
public sealed class LogsFace : IFace
{
    private readonly Dictionary<string, Func<LogCall, ValueTask>> operations;
    private readonly Action<Exception, string> onBug;

    /// <param name="logs">Where they are kept.</param>
    /// <param name="time">Judges the age of events.</param>
    /// <param name="onBug">Told of an exception that should not be, and of the request's id.</param>
    public LogsFace(FunctionLogStore logs, TimeProvider time, Action<Exception, string> onBug)
    {
        this.onBug = onBug;
        GroupOperations groups = new(logs, time);
        StreamOperations streams = new(logs);
        EventOperations events = new(logs, time);
        operations = new Dictionary<string, Func<LogCall, ValueTask>>(StringComparer.Ordinal)
        {
            ["CreateLogGroup"] = groups.CreateAsync,
            ["DeleteLogGroup"] = groups.DeleteAsync,
            ["DescribeLogGroups"] = groups.DescribeAsync,
            ["ListLogGroups"] = groups.ListAsync,
            ["PutRetentionPolicy"] = groups.PutRetentionAsync,
            ["DeleteRetentionPolicy"] = groups.DeleteRetentionAsync,
            ["PutLogGroupDeletionProtection"] = groups.ProtectAsync,
            ["AssociateKmsKey"] = groups.AssociateKeyAsync,
            ["DisassociateKmsKey"] = groups.DisassociateKeyAsync,
            ["TagLogGroup"] = groups.TagGroupAsync,
            ["UntagLogGroup"] = groups.UntagGroupAsync,
            ["ListTagsLogGroup"] = groups.ListGroupTagsAsync,
            ["TagResource"] = groups.TagAsync,
            ["UntagResource"] = groups.UntagAsync,
            ["ListTagsForResource"] = groups.ListTagsAsync,
            ["CreateLogStream"] = streams.CreateAsync,
            ["DeleteLogStream"] = streams.DeleteAsync,
            ["DescribeLogStreams"] = streams.DescribeAsync,
            ["PutLogEvents"] = events.PutAsync,
            ["GetLogEvents"] = events.GetAsync,
            ["FilterLogEvents"] = events.FilterAsync,
            ["DescribeSubscriptionFilters"] = call => groups.EmptyListAsync(call, "subscriptionFilters"),
            ["DescribeMetricFilters"] = call => groups.EmptyListAsync(call, "metricFilters"),
            ["DescribeResourcePolicies"] = call => groups.EmptyListAsync(call, "resourcePolicies"),
            ["DescribeExportTasks"] = call => groups.EmptyListAsync(call, "exportTasks"),
            ["DescribeQueries"] = call => groups.EmptyListAsync(call, "queries"),
            ["DescribeQueryDefinitions"] = call => groups.EmptyListAsync(call, "queryDefinitions"),
            ["DescribeDestinations"] = call => groups.EmptyListAsync(call, "destinations"),
            ["DescribeIndexPolicies"] = call => groups.EmptyListAsync(call, "indexPolicies"),
            ["DescribeAccountPolicies"] = call => groups.EmptyListAsync(call, "accountPolicies"),
        };
    }

    /// <summary>The operations that work; all others of the model are refused.</summary>
    public IEnumerable<string> Supported => operations.Keys;

    /// <inheritdoc/>
    public async Task RunAsync(FaceRequest request, IFaceAnswer answer, CancellationToken token)
    {
        answer.AddHeader("x-amzn-RequestId", request.RequestId);
        try
        {
            Operation? operation = request.Header("X-Amz-Target") is { } target ? ServiceModel.Logs.FindTarget(target) : null;
            if (operation is null)
            {
                ErrorWriter.WriteJson11(answer, LogErrors.UnknownOperation);
                return;
            }

            if (!operations.TryGetValue(operation.Name, out Func<LogCall, ValueTask>? run))
            {
                ErrorWriter.WriteJson11(answer, LogErrors.Unsupported(operation.Name));
                return;
            }

            WireInput input = JsonInputReader.Read(operation.Input, request.Body.Span);
            if (Constraints.Check(input) is { } violation) throw LogErrors.Parameter(violation);
            await run(new LogCall(request, input, answer)).ConfigureAwait(false);
        }
        catch (WireException refusal)
        {
            ErrorWriter.WriteJson11(answer, refusal.Error);
        }
        catch (JsonException)
        {
            ErrorWriter.WriteJson11(answer, LogErrors.Malformed);
        }
        catch (StoreFault)
        {
            ErrorWriter.WriteJson11(answer, LogErrors.Unavailable);
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            onBug(bug, request.RequestId);
            ErrorWriter.WriteJson11(answer, LogErrors.Internal);
        }
    }
}
