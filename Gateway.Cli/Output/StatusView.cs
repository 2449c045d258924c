using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Cli.Output;

/// <summary>Shows what PoPs say of their replication.</summary>
internal static class StatusView
{
    private const long WorthTellingBytes = 1_000_000;
    private static readonly string[] LinkColumns = ["at", "from", "state", "lag", "entries", "waiting", "changes/s", "coalesced", "in", "out", "clock", "contents"];

    /// <param name="output">Where to.</param>
    /// <param name="status">As the admin API answers it.</param>
    public static void Write(TextWriter output, JsonNode status)
    {
        JsonObject[] pops = [.. Objects(status["pops"])];
        string[] silent = [.. (status["silent"] as JsonArray ?? []).Select(name => (string)name!)];
        if (pops.Length == 0 && silent.Length == 0)
        {
            output.WriteLine("This PoP is in no cluster: 'edgectl pops add' begins one.");
            return;
        }

        string[][] links = [.. pops.SelectMany(pop => Objects(pop["links"]).Select(link => LinkRow(pop, link))), .. silent.Select(name => (string[])[name, "", "no answer", .. LinkColumns.Skip(3).Select(_ => "")])];
        if (links.Length > 0) TableText.Write(output, LinkColumns, links);
        foreach (JsonObject pop in pops) WriteWhy(output, pop);
        foreach (JsonObject pop in pops) WriteHeld(output, pop);
        if (links.Length > 0) output.WriteLine();
        TableText.Write(output, ["pop", "region", "state", "stable", "held back by", "ghosts", "siblings", "set aside", "unshipped", "conflicts", "fetches"], pops.Select(PopRow));
        string[][] work = [.. pops.SelectMany(pop => Objects(pop["work"]).Select(each => WorkRow(pop, each)))];
        if (work.Length == 0) return;

        output.WriteLine();
        TableText.Write(output, ["at", "work", "with", "progress", "items", "moved", ""], work);
    }

    private static string[] LinkRow(JsonObject pop, JsonObject link) =>
    [
        Text(pop["pop"]),
        Text(link["peer"]),
        Text(link["state"]).ToLowerInvariant(),
        link["lagSeconds"] is null ? "?" : Seconds(link["lagSeconds"]),
        link["lagEntries"] is null ? "?" : Count(link["lagEntries"]),
        link["waitingEntries"] is null ? "?" : Count(link["waitingEntries"]),
        ((double?)link["changesPerSecond"] ?? 0).ToString("0.#", CultureInfo.InvariantCulture),
        ((double?)link["coalescingRatio"] ?? 1).ToString("0.#", CultureInfo.InvariantCulture) + "x",
        Bytes(link["bytesIn"]),
        Bytes(link["bytesOut"]),
        link["clockOffsetSeconds"] is null ? "?" : ((double)link["clockOffsetSeconds"]!).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture) + " s",
        (bool?)link["fingerprintsEqual"] switch { true => "equal", false => "DIFFERENT", null => "?" },
    ];

    private static string[] PopRow(JsonObject pop) =>
    [
        Text(pop["pop"]) + ((bool?)pop["isCentral"] == true ? " (central)" : ""),
        Text(pop["region"]),
        Text(pop["state"]).ToLowerInvariant() + ((bool?)pop["isDiskFull"] == true ? ", disk full" : ""),
        pop["stabilityAgeSeconds"] is null ? "?" : $"{Seconds(pop["stabilityAgeSeconds"])} ago",
        string.Join(", ", (pop["heldBackBy"] as JsonArray ?? []).Select(name => (string)name!)) is { Length: > 0 } names ? names : "-",
        Count(pop["ghosts"]),
        Count(pop["siblings"]),
        Count(pop["quarantined"]),
        Count(pop["unshippedEntries"]),
        Counts(pop["conflicts"]),
        Counts(pop["repairFetches"]),
    ];

    private static string[] WorkRow(JsonObject pop, JsonObject work) =>
    [
        Text(pop["pop"]),
        Text(work["kind"]),
        Text(work["peer"]),
        (bool?)work["isDone"] == true ? "done" : WorkText.Of(work),
        $"{Count(work["done"])} of {Count(work["total"])}",
        Bytes(work["bytes"]),
        Text(work["text"]),
    ];

    private static void WriteWhy(TextWriter output, JsonObject pop)
    {
        foreach (JsonObject link in Objects(pop["links"]))
        {
            if (Text(link["why"]) is { Length: > 0 } why) output.WriteLine($"{Text(pop["pop"])} from {Text(link["peer"])}: {why}");
        }
    }

    private static void WriteHeld(TextWriter output, JsonObject pop)
    {
        if (pop["logHeld"] is not JsonObject held || ((bool?)held["isTooMuch"] != true && (long?)held["bytes"] < WorthTellingBytes)) return;
        string since = (DateTimeOffset?)held["since"] is { } time ? $", the oldest written at {time.UtcDateTime:u}" : "";
        string state = (bool?)held["isTooMuch"] == true ? "log-held: " : "";
        output.WriteLine($"{Text(pop["pop"])}: {state}{Text(held["peer"])} has not taken {Count(held["entries"])} entries of the log, {Bytes(held["bytes"])} on the disk ({Bytes(held["bytesForItAlone"])} for it alone){since}; {Bytes(held["freeBytes"])} are free");
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    private static string Text(JsonNode? node) => (string?)node ?? "";

    private static string Count(JsonNode? node) => ((long?)node ?? 0).ToString("#,0", CultureInfo.InvariantCulture);

    private static string Counts(JsonNode? node) => string.Join(", ", (node as JsonObject ?? []).Where(entry => (long?)entry.Value > 0).Select(entry => $"{entry.Key} {Count(entry.Value)}")) is { Length: > 0 } text ? text : "-";

    private static string Seconds(JsonNode? node) => ((double?)node ?? 0) switch
    {
        < 10 and var seconds => seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s",
        < 120 and var seconds => seconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        < 7200 and var seconds => (seconds / 60).ToString("0", CultureInfo.InvariantCulture) + " min",
        var seconds => (seconds / 3600).ToString("0.#", CultureInfo.InvariantCulture) + " h",
    };

    private static string Bytes(JsonNode? node) => ((long?)node ?? 0) switch
    {
        < 10_000 and var bytes => bytes.ToString("0", CultureInfo.InvariantCulture) + " B",
        < 10_000_000 and var bytes => (bytes / 1e3).ToString("0", CultureInfo.InvariantCulture) + " kB",
        < 10_000_000_000 and var bytes => (bytes / 1e6).ToString("0", CultureInfo.InvariantCulture) + " MB",
        var bytes => (bytes / 1e9).ToString("0.#", CultureInfo.InvariantCulture) + " GB",
    };
}
