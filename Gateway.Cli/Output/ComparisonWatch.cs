using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Cli.Output;

/// <summary>Follows comparisons that were asked for to their end: bars on a terminal, lines elsewhere, and at the end what differed and was moved.</summary>
internal sealed class ComparisonWatch
{
    private const int PlainEverySeconds = 10;

    private readonly List<JsonObject> open;
    private readonly List<string[]> ended = [];
    private readonly JsonArray results = [];
    private readonly TextWriter output;
    private readonly TextWriter talk;
    private readonly bool isJson;
    private readonly bool isTerminal;
    private readonly TimeProvider time;
    private readonly int asked;
    private long saidAt;
    private int lines;

    /// <param name="asked">What the PoP has answered.</param>
    /// <param name="output">Takes the result.</param>
    /// <param name="talk">Takes the progress.</param>
    /// <param name="isJson">The result is for programs.</param>
    /// <param name="time">The clock.</param>
    public ComparisonWatch(JsonNode asked, TextWriter output, TextWriter talk, bool isJson, TimeProvider time)
    {
        open = [.. (asked["comparisons"] as JsonArray ?? []).OfType<JsonObject>()];
        this.asked = open.Count;
        this.output = output;
        this.talk = talk;
        this.isJson = isJson;
        this.time = time;
        isTerminal = ReferenceEquals(talk, Console.Error) && !Console.IsErrorRedirected;
        saidAt = time.GetTimestamp();
    }

    /// <summary>Looks at what PoPs say now.</summary>
    /// <returns>True when nothing more is waited for; then the result is printed.</returns>
    public bool Look(JsonNode status)
    {
        JsonObject[] pops = [.. (status["pops"] as JsonArray ?? []).OfType<JsonObject>()];
        Wipe();
        foreach (JsonObject one in open.ToArray())
        {
            if (EndOf(one, pops) is not { } end) continue;
            open.Remove(one);
            ended.Add(end);
        }

        if (open.Count > 0)
        {
            Show(pops);
            return false;
        }

        Print();
        return true;
    }

    /// <returns>Null while it goes on.</returns>
    private string[]? EndOf(JsonObject one, JsonObject[] pops)
    {
        string pop = Text(one["pop"]), peer = Text(one["peer"]);
        JsonObject? link = Find(pops, pop, "links", peer), now = Find(pops, pop, "repairs", peer);
        JsonNode? before = one["before"];
        bool isDone = now is not null && Number(now, "ended") >= Number(one, "doneAt");
        if (!isDone && link is not null && Text(link["state"]) == "Open") return null;
        long different = Number(now, "itemsDifferent") - Number(before, "itemsDifferent");
        long sent = Number(now, "documentsSent") - Number(before, "documentsSent"), received = Number(now, "documentsReceived") - Number(before, "documentsReceived");
        long bytes = Number(now, "bytesSent") + Number(now, "bytesReceived") - Number(before, "bytesSent") - Number(before, "bytesReceived");
        string result = !isDone ? "out of reach" : (bool?)now!["isEqual"] == true ? "equal" : "DIFFERENT";
        results.Add(new JsonObject { ["pop"] = pop, ["peer"] = peer, ["result"] = result, ["itemsDifferent"] = different, ["documentsSent"] = sent, ["documentsReceived"] = received, ["bytes"] = bytes });
        return [pop, peer, result, Count(different), Count(sent), Count(received), Count(bytes)];
    }

    private void Show(JsonObject[] pops)
    {
        if (!isTerminal && time.GetElapsedTime(saidAt).TotalSeconds < PlainEverySeconds) return;
        saidAt = time.GetTimestamp();
        foreach (JsonObject one in open)
        {
            JsonObject? work = (Find(pops, Text(one["pop"]), null, "")?["work"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(each => Text(each["kind"]) == "repair" && Text(each["peer"]) == Text(one["peer"]) && (bool?)each["isDone"] == false);
            talk.WriteLine($"{Text(one["pop"])} with {Text(one["peer"])} {(work is null ? "waits" : WorkText.Of(work))}");
            lines++;
        }
    }

    private void Wipe()
    {
        if (isTerminal && lines > 0) talk.Write($"\u001b[{lines}A\u001b[J");
        lines = 0;
    }

    private void Print()
    {
        if (isJson) output.WriteLine(new JsonObject { ["comparisons"] = results }.ToJsonString());
        else if (asked == 0) talk.WriteLine("There is no other PoP that was in reach since this one started.");
        else TableText.Write(output, ["at", "with", "now", "items differed", "documents sent", "received", "bytes"], ended);
        if (!isJson && ended.Any(row => row[2] == "out of reach")) talk.WriteLine("A PoP that is out of reach is compared when it is back.");
    }

    private static JsonObject? Find(JsonObject[] pops, string pop, string? list, string peer)
    {
        JsonObject? found = pops.FirstOrDefault(one => Text(one["pop"]) == pop);
        return list is null ? found : (found?[list] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(one => Text(one["peer"]) == peer);
    }

    private static string Text(JsonNode? node) => (string?)node ?? "";

    private static long Number(JsonNode? node, string name) => (long?)node?[name] ?? 0;

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
