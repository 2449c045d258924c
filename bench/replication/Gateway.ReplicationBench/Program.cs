using Gateway.ReplicationBench;

const string Help = """
    Usage: bench/replication/run [--items N] [--repair N] [--only links|repair]

      --items N     writes that are made while the link is cut (200000)
      --repair N    items of the two stores that are compared (1000000)
      --only PART   only one of the parts

    """;

string? server = null;
string? only = null;
int items = 200_000;
int repair = 1_000_000;
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
