using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gateway.Crdt.Documents;
using Gateway.Crdt.Planning;
using Gateway.Crdt.Time;
using Gateway.Testing.Histories;

namespace Gateway.Crdt.Tests.Model;

/// <summary>Writes down what happens while a history is played.</summary>
internal sealed class ModelRecorder : IDisposable
{
    private readonly History history;
    private readonly ArrayBufferWriter<byte> question = new();
    private readonly Utf8JsonWriter json;
    private readonly List<ModelStep> steps = [];
    private readonly Document?[] before;
    private readonly List<Delta>[] logs;
    private HistoryStep.Write? written;
    private Stamp stamp;
    private int at;
    private int snapshots;
    private int smaller;

    private ModelRecorder(History history)
    {
        this.history = history;
        json = new Utf8JsonWriter(question);
        before = new Document?[history.SkewMilliseconds.Count];
        logs = [.. before.Select(_ => new List<Delta>())];
    }

    /// <summary>Plays a history.</summary>
    /// <exception cref="HistoryFailureException">It broke a law without any model.</exception>
    public static ModelRecording Play(History history)
    {
        using ModelRecorder recorder = new(history);
        recorder.Begin();
        HistoryRunner run = HistoryRunner.Run(history, recorder.Record, (_, write, stamp) => (recorder.written, recorder.stamp) = (write, stamp));
        return recorder.End(run);
    }

    public void Dispose() => json.Dispose();

    private void Begin()
    {
        json.WriteStartObject();
        json.WriteString("mode", history.Mode == PutMode.Merge ? "merge" : "replace");
        json.WriteNumber("replicas", before.Length);
        json.WriteStartArray("steps");
    }

    private ModelRecording End(HistoryRunner run)
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new ModelRecording(Encoding.UTF8.GetString(question.WrittenSpan), steps, [.. before.Select(Shown)], Shown(run.Replicas[0].Document), smaller);
    }

    private void Record(HistoryRunner run, HistoryStep step, bool done)
    {
        switch (step)
        {
            case HistoryStep.Write write:
                Record(write, run.Replicas[write.Replica], done);
                break;
            case HistoryStep.Rewrite rewrite when done:
                Record(written!, run.Replicas[rewrite.Replica], done);
                break;
            case HistoryStep.Deliver deliver when deliver.To != deliver.Origin && logs[deliver.Origin].Count > 0:
                Record(deliver, run.Replicas[deliver.To], done);
                break;
            case HistoryStep.Join join when done:
                Start("join");
                json.WriteNumber("to", join.To);
                json.WriteNumber("from", join.From);
                Finish("joined", run.Replicas[join.To]);
                break;
            case HistoryStep.TakeSnapshot take:
                snapshots++;
                Start("snapshot");
                json.WriteNumber("from", take.From);
                Finish("sent", run.Replicas[take.From]);
                break;
            case HistoryStep.JoinSnapshot arrive when done:
                Start("join snapshot");
                json.WriteNumber("to", arrive.To);
                json.WriteNumber("index", arrive.Index % snapshots);
                Finish("joined", run.Replicas[arrive.To]);
                break;
            case HistoryStep.Settle or HistoryStep.Prune or HistoryStep.Close:
                throw new UnreachableException("The model does not prune.");
        }

        at++;
    }

    private void Record(HistoryStep.Write write, HistoryReplica replica, bool done)
    {
        Start(done ? "write" : "refuse");
        json.WriteNumber("at", write.Replica);
        json.WritePropertyName("request");
        ModelJson.Write(json, write.Request);
        if (done)
        {
            json.WriteStartArray("stamp");
            json.WriteNumberValue(stamp.Time.Ticks);
            json.WriteNumberValue(stamp.Replica.Value);
            json.WriteEndArray();
            Plan(write, before[write.Replica] ?? Document.Empty(replica.Document.Key));
        }

        Finish(done ? "written" : "refused", replica);
    }

    /// <summary>Says what merge planning made of the request; where it made nothing of it, the model plans the request itself.</summary>
    private void Plan(HistoryStep.Write write, Document document)
    {
        PlanOptions options = new() { Mode = history.Mode };
        IReadOnlyList<DocumentEdit> edits = write.Request.ToEdits();
        logs[write.Replica].Add(EditPlanner.Plan(document, edits, stamp, options));
        IReadOnlyList<DocumentEdit> planned = MergePlanner.Shrink(document, edits, options);
        if (ReferenceEquals(edits, planned)) return;
        Assert.DoesNotContain(planned, edit => edit is DocumentEdit.Touch);
        smaller++;
        json.WritePropertyName("edits");
        ModelJson.Write(json, planned);
    }

    private void Record(HistoryStep.Deliver deliver, HistoryReplica to, bool done)
    {
        int index = deliver.Index % logs[deliver.Origin].Count;
        Start("deliver");
        json.WriteNumber("to", deliver.To);
        json.WriteNumber("from", deliver.Origin);
        json.WriteNumber("index", index);
        json.WriteBoolean("fetch", deliver.FetchIfEarly);
        ApplyResult result = (before[deliver.To] ?? Document.Empty(to.Document.Key)).Apply(logs[deliver.Origin][index], out _);
        Finish(!done ? "nothing" : result == ApplyResult.Applied ? "applied" : "fetched", to);
    }

    private void Start(string what)
    {
        json.WriteStartObject();
        json.WriteString("do", what);
    }

    private void Finish(string did, HistoryReplica replica)
    {
        json.WriteEndObject();
        before[replica.Number] = replica.Document;
        steps.Add(new ModelStep(at, did, Shown(replica.Document)));
    }

    private static string Shown(Document? document) => (document?.Visible ?? default).ToString();
}
