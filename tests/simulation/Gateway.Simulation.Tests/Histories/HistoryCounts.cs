using System.Text.Json.Nodes;
using Gateway.Simulation.Tests.Pops;

namespace Gateway.Simulation.Tests.Histories;

/// <summary>What happened in a history: one in which nothing does proves nothing.</summary>
internal sealed class HistoryCounts
{
    public int Requests { get; set; }

    public int Acknowledged { get; set; }

    public int Refused { get; private set; }

    public Dictionary<string, int> Refusals { get; } = [];

    public long Waited { get; private set; }

    public long Fetched { get; private set; }

    public int Starts { get; private set; }

    public void Answer(int status, JsonObject answer)
    {
        if (status == 200) return;
        Refused++;
        string type = (string?)answer["__type"] ?? "";
        Refusals[type] = Refusals.GetValueOrDefault(type) + 1;
    }

    public void Add(PopProcess process)
    {
        Starts += process.Pop.Starts;
        foreach (LinkRunner link in process.Links.Values)
        {
            Waited += link.Link.Pulled.Waited;
            Fetched += link.Link.Pulled.Fetched;
        }
    }

    public void Add(HistoryCounts other)
    {
        Requests += other.Requests;
        Acknowledged += other.Acknowledged;
        Refused += other.Refused;
        Waited += other.Waited;
        Fetched += other.Fetched;
        Starts += other.Starts;
        foreach ((string type, int count) in other.Refusals) Refusals[type] = Refusals.GetValueOrDefault(type) + count;
    }

    public override string ToString() =>
        $"{Requests} requests, {Acknowledged} effects acknowledged, {Refused} requests refused ({string.Join(", ", Refusals.OrderByDescending(entry => entry.Value).Select(entry => $"{entry.Value} {entry.Key.Split('#')[^1]}"))}), {Starts} starts, {Waited} units waited, {Fetched} fetched";
}
