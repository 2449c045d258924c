using Gateway.ReplicationBench;

const string Help = """
    Usage: bench/replication/run [--items N] [--repair N] [--only links|repair]
           bench/replication/run --partition-minutes N [--rate N] [--keys N]

      --items N     writes that are made while the link is cut (200000)
      --repair N    items of the two stores that are compared (1000000)
      --only PART   only one of the parts

      --partition-minutes N   instead: a link that is cut so long under a steady load, and catching up afterwards
      --rate N                writes each second meanwhile (2000)
      --keys N                items that they are spread over, written before (1000000)

    """;

string? server = null;
string? only = null;
int items = 200_000;
int repair = 1_000_000;
double minutes = 0;
int rate = 2_000;
int keys = 1_000_000;
for (int i = 0; i < args.Length; i++)
{
    string value = i + 1 < args.Length ? args[i + 1] : "";
    switch (args[i])
    {
        case "--server":
            server = value;
            i++;
            break;
        case "--items" when int.TryParse(value, out items):
        case "--repair" when int.TryParse(value, out repair):
            i++;
            break;
        case "--rate" when int.TryParse(value, out rate) && rate > 0:
        case "--keys" when int.TryParse(value, out keys) && keys > 0:
        case "--partition-minutes" when double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out minutes) && minutes > 0:
            i++;
            break;
        case "--only" when value is "links" or "repair":
            only = value;
            i++;
            break;
        default:
            await Console.Error.WriteAsync(Help);
            return args[i] is "-h" or "--help" ? 0 : 2;
    }
}

try
{
    if (minutes > 0 && server is not null)
    {
        await using LocalPops pops = await LocalPops.StartAsync(server, []);
        using PartitionBench partition = new(pops, Console.Out);
        await partition.RunAsync(minutes, rate, keys);
        return 0;
    }

    if (only != "repair" && server is not null)
    {
        await using LocalPops pops = await LocalPops.StartAsync(server, []);
        using LinkBench links = new(pops, Console.Out);
        double most = await links.MostAsync();
        foreach (double share in (double[])[0.1, 0.5, 0.9]) await links.LagAsync(share, most);
        await links.CounterAsync(5);
        await links.CatchUpAsync(items);
    }

    if (only != "links") await RepairBench.RunAsync(repair, [0.0001, 0.1], Console.Out);
    return 0;
}
catch (BenchFault fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
