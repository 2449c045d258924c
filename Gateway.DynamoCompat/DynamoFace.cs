using System.Buffers;
using System.Text.Json;
using Gateway.DynamoCompat.Cluster;
using Gateway.DynamoCompat.Execution;
using Gateway.DynamoCompat.Operations;
using Gateway.DynamoCompat.Replication;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Transfer;
using Gateway.DynamoCompat.Validation;
using Gateway.DynamoCompat.Wire;
using Gateway.Storage;
using Gateway.Storage.Commit;

namespace Gateway.DynamoCompat;

/// <summary>DynamoDB's face: takes the bytes of a request of a known caller and writes the bytes of the answer.</summary>
public sealed class DynamoFace : IAsyncDisposable
{
    [ThreadStatic]
    private static Utf8JsonWriter? spare;

    private readonly DynamoCatalog catalog;
    private readonly Janitor janitor;
    private readonly ControlPlane control;
    private readonly Action<Exception, string> onBug;

    private DynamoFace(DynamoServices services, Action<Exception, string> onBug)
    {
        this.onBug = onBug;
        Services = services;
        catalog = new DynamoCatalog(services);
        janitor = new Janitor(services, onBug);
        control = services.Control;
        SystemTable = services.SystemTable;
        Replica = new ReplicaPort(services);
        Transfer = new TableTransfer(services);
    }

    /// <summary>What all PoPs have to know, as records that are replicated.</summary>
    public SystemTable SystemTable { get; }

    /// <summary>The data of this PoP, for replication.</summary>
    public ReplicaPort Replica { get; }

    /// <summary>Tables and documents as backups need them.</summary>
    public TableTransfer Transfer { get; }

    /// <summary>Opens the face on a store and starts what it does in the background.</summary>
    /// <param name="store">Stays the caller's, who closes it after the face.</param>
    /// <param name="commits">The store's commit loop; stays the caller's.</param>
    /// <param name="options">What an operator may set.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">For ids.</param>
    /// <param name="onBug">Told of every error that answers 500, or stops work in the background, and where.</param>
    public static DynamoFace Open(IKeyValueStore store, CommitLoop commits, DynamoOptions options, TimeProvider time, Random random, Action<Exception, string> onBug)
    {
        DynamoServices services = new(store, commits, options, time, random, onBug);
        DynamoFace face = new(services, onBug);
        services.Control.Start(services.Replication.IsReplicated);
        face.janitor.Start();
        return face;
    }

    /// <summary>Runs one request.</summary>
    /// <param name="caller">Who sends it.</param>
    /// <param name="target">The header <c>X-Amz-Target</c>, as <c>DynamoDB_20120810.GetItem</c>.</param>
    /// <param name="body">The whole body, decompressed.</param>
    /// <param name="answer">Takes the answer's JSON, or the error's.</param>
    /// <param name="token">The client has gone.</param>
    /// <exception cref="OperationCanceledException">The client has gone: there is nobody to answer.</exception>
    public async ValueTask<WireResult> RunAsync(Caller caller, string target, ReadOnlyMemory<byte> body, IBufferWriter<byte> answer, CancellationToken token)
    {
        DynamoError? error;
        try
        {
            if (catalog.Find(target) is not { } entry) error = DynamoErrors.UnknownOperation();
            else if (Read(entry, body, out WireStructure input) is { } violations) error = violations;
            else if (entry.Item is not { } item) error = await RunOperationAsync(entry.Operation!, caller, input, answer, token).ConfigureAwait(false);
            else error = item.Read(caller, input, out ItemWrite? write) ?? AnswerWrite(item, input, await Services.Writes.RunAsync(write!).ConfigureAwait(false), answer);
        }
        catch (WireException refusal)
        {
            error = refusal.Error;
        }
        catch (StoreFault fault)
        {
            onBug(fault, target);
            error = DynamoErrors.InternalServerError();
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            onBug(bug, target);
            error = DynamoErrors.InternalServerError();
        }

        if (error is null) return WireResult.Ok;
        if (error.IsCounted && DynamoErrors.CountsIn(caller.Region) && catalog.Find(target) is { CountsErrors: true }) error = DynamoErrors.Counted(error);
        ErrorWriter.Write(error, answer);
        return new WireResult(error.Status);
    }

    /// <summary>For tests.</summary>
    internal DynamoServices Services { get; }

    /// <summary>Ends when nothing that requests have left behind goes on in the background. For tests.</summary>
    internal Task WhenIdleAsync() => control.WhenIdleAsync();

    /// <summary>True if nothing that requests have left behind goes on in the background now. For tests.</summary>
    internal bool IsIdle => control.IsIdle;

    /// <summary>Ends what runs in the background. No request may run any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await janitor.DisposeAsync().ConfigureAwait(false);
        await control.DisposeAsync().ConfigureAwait(false);
    }

    private static DynamoError? Read(OperationEntry entry, ReadOnlyMemory<byte> body, out WireStructure input)
    {
        input = RequestReader.Read(entry.Input, body);
        return Constraints.Check(input);
    }

    private static async ValueTask<DynamoError?> RunOperationAsync(IDynamoOperation operation, Caller caller, WireStructure input, IBufferWriter<byte> answer, CancellationToken token)
    {
        Utf8JsonWriter writer = Rent(answer);
        return Return(writer, await operation.RunAsync(caller, input, writer, token).ConfigureAwait(false));
    }

    /// <summary>Answers a write that is durable. While it waited for that it held no writer: one serves all that wait.</summary>
    private static DynamoError? AnswerWrite(IItemOperation operation, WireStructure input, PlannedWrite done, IBufferWriter<byte> answer)
    {
        Utf8JsonWriter writer = Rent(answer);
        return Return(writer, WriteAnswer.Write(writer, operation, input, done));
    }

    private static Utf8JsonWriter Rent(IBufferWriter<byte> answer)
    {
        Utf8JsonWriter writer = spare ?? new Utf8JsonWriter(answer, ItemWriter.Options);
        spare = null;
        writer.Reset(answer);
        return writer;
    }

    private static DynamoError? Return(Utf8JsonWriter writer, DynamoError? error)
    {
        if (error is null) writer.Flush();
        spare = writer;
        return error;
    }
}
