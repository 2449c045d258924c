using Gateway.Api.Cluster;
using Gateway.Api.Options;
using Gateway.Replication.Membership;
using Gateway.Replication.Status;

namespace Gateway.Api.Admin;

/// <summary>What an operator can ask of one PoP.</summary>
/// <param name="host">What makes it a member, if it is one.</param>
/// <param name="endpoint">Where apps reach it, once that is known.</param>
/// <param name="isSupervised">Another process runs it, with others.</param>
/// <param name="time">The clock.</param>
internal sealed class PopAdmin(ClusterHost host, Task<Uri> endpoint, bool isSupervised, TimeProvider time) : IAdminActions
{
    private const long HourSeconds = 3600;
    private const long ValidSecondsMax = 7 * 24 * HourSeconds;
    private const string RegionDefault = "us-east-1";
    private readonly SemaphoreSlim oneAtATime = new(1);

    public ValueTask<StatusList> StatusAsync(CancellationToken token)
    {
        if (host.Cluster is not { } cluster) return ValueTask.FromResult(new StatusList());
        PopInfo self = cluster.Self;
        ReplicationStatus status = host.Replication?.Status() ?? new ReplicationStatus { Pop = self.Name };
        if (cluster.Faults is { Cut.Count: > 0 } faults) status = status with { Links = [.. status.Links.Select(link => faults.IsCut(link.Peer) ? link with { Why = $"the link to {link.Peer} is cut" } : link)] };
        return ValueTask.FromResult(new StatusList { Pops = [status with { Pop = self.Name, Region = self.Region, Cluster = cluster.About.Cluster, IsCentral = self.IsCentral, State = self.State }] });
    }

    public ValueTask<PopList> ListAsync(CancellationToken token)
    {
        if (host.Cluster is not { } cluster) return ValueTask.FromResult(new PopList());
        IReadOnlyList<string> awaited = [.. cluster.Tokens?.Open.Select(open => open.Name) ?? []];
        return ValueTask.FromResult(new PopList { Cluster = cluster.About.Cluster, Self = cluster.About.Name, Pops = cluster.Directory.Map.Members, Awaited = awaited });
    }

    public async ValueTask<AddedPop> AddAsync(AddPop request, CancellationToken token)
    {
        await endpoint.WaitAsync(token); // before that nobody knows whether this PoP is a member
        await oneAtATime.WaitAsync(token);
        try
        {
            Check(request);
            bool isFirst = host.Cluster is null;
            PopCluster cluster = host.Cluster ?? await BeginAsync(request, token);
            if (cluster.Tokens is not { } tokens) throw new AdminFault($"{cluster.About.Name} is not the central PoP of its cluster: ask {CentralOf(cluster)}");

            PopMap map = cluster.Directory.Map;
            string name = request.Name ?? FreeName(map, tokens);
            PopInfo? before = map.Find(name);
            if (before is { IsMember: true }) throw new AdminFault($"{name} is a member already");
            TimeSpan valid = TimeSpan.FromSeconds(request.ValidSeconds ?? HourSeconds);
            JoinToken made = JoinToken.Create(AddressOf(cluster), cluster.AuthorityFingerprint);
            StoredToken stored = new(made.Id, made.Hash, name, request.Region ?? cluster.About.Region, request.Groups ?? [], (before?.Epoch ?? 0) + 1, time.GetUtcNow() + valid);
            tokens.Forget(name); // a token for the same name that was lost is worth nothing from now on
            if (!tokens.TryAdd(stored)) throw new AdminFault("too many tokens are waited for; they expire, or 'edgectl pops remove NAME' takes one back");
            return new AddedPop(name, stored.Region, made.ToString(), stored.Expires, isFirst);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public async ValueTask<Done> RemoveAsync(string name, CancellationToken token)
    {
        if (host.Cluster is not { } cluster) throw new AdminFault("this PoP is in no cluster");
        if (cluster.Tokens is not { } tokens) throw new AdminFault($"{cluster.About.Name} is not the central PoP of its cluster: ask {CentralOf(cluster)}");
        bool wasAwaited = tokens.Open.Any(open => open.Name == name);
        tokens.Forget(name);
        if (cluster.Directory.Map.Find(name) is not { } pop) return wasAwaited ? new Done($"{name} is not waited for any more.") : throw new AdminFault($"there is no PoP {name}");
        if (pop.IsCentral) throw new AdminFault($"{name} is the central PoP, which cannot be removed");
        if (!pop.IsTaken) throw new AdminFault($"{name} was removed already");
        await cluster.Directory.PutAsync(pop with { State = PopState.Leaving }, token);
        return new Done($"{name} is no member any more: its certificate is not taken from now on.");
    }

    public ValueTask<ComparisonList> CompareAsync(ComparePops request, CancellationToken token)
    {
        if (host is not { Cluster: { } cluster, Replication: { } replication }) throw new AdminFault("this PoP is in no cluster");
        if (request.Pop == cluster.About.Name) throw new AdminFault($"{request.Pop} is this PoP: name another, or none to compare with all");
        if (request.Pop is { } name && cluster.Directory.Map.Find(name) is not { IsTaken: true }) throw new AdminFault($"there is no PoP {name}");
        IReadOnlyList<AskedComparison> asked = replication.Compare(request.Pop);
        return asked.Count > 0 || request.Pop is null ? ValueTask.FromResult(new ComparisonList { Comparisons = asked }) : throw new AdminFault($"{request.Pop} was not in reach since this PoP started");
    }

    public ValueTask<Done> CutAsync(CutList request, CancellationToken token) => throw CannotCut();

    public ValueTask<Done> HealAsync(CancellationToken token) => throw CannotCut();

    public async ValueTask<Done> SetCutAsync(CutList request, CancellationToken token)
    {
        await endpoint.WaitAsync(token); // a PoP that starts may have read its folder before this came, and is no member yet
        if (host.Cluster?.Faults is not { } faults) throw CannotCut();
        faults.Cut = request.Pops;
        return new Done("done");
    }

    public void Dispose() => oneAtATime.Dispose();

    private AdminFault CannotCut() => new(isSupervised
        ? "ask the process that runs this PoP with others: its data folder is the one above"
        : "links can be cut only between PoPs that one 'edgectl up --pops' runs");

    private static void Check(AddPop request)
    {
        if (request.Name is { } name && !PopNames.IsName(name)) throw new AdminFault($"'{name}' is not a name: small letters, digits and hyphens, at most {PopNames.LengthMax}");
        if (request.Region is { } region && !PopNames.IsName(region)) throw new AdminFault($"'{region}' is not a region: small letters, digits and hyphens, at most {PopNames.LengthMax}");
        if (request.OwnRegion is { } own && !PopNames.IsName(own)) throw new AdminFault($"'{own}' is not a region: small letters, digits and hyphens, at most {PopNames.LengthMax}");
        if (request.Groups?.FirstOrDefault(group => !PopNames.IsName(group)) is { } bad) throw new AdminFault($"'{bad}' is not a group: small letters, digits and hyphens, at most {PopNames.LengthMax}");
        if (request.ValidSeconds is <= 0 or > ValidSecondsMax) throw new AdminFault("a token is valid for at most 7 days");
        if (request.Replication is { } address && !HostAndPort.TryParse(address, out _)) throw new AdminFault($"'{address}' is not host:port");
    }

    private async ValueTask<PopCluster> BeginAsync(AddPop request, CancellationToken token)
    {
        try
        {
            HostAndPort address = HostAndPort.TryParse(request.Replication, out HostAndPort? given) ? given : new HostAndPort("127.0.0.1", 0);
            PopCluster cluster = await host.CreateAsync(request.OwnRegion ?? RegionDefault, address, token);
            await cluster.PublishAsync(await endpoint.WaitAsync(token), token);
            return cluster;
        }
        catch (OptionsFault fault)
        {
            throw new AdminFault(fault.Message);
        }
    }

    private static HostAndPort AddressOf(PopCluster cluster) => HostAndPort.TryParse(cluster.About.Address, out HostAndPort? address) ? address : throw new AdminFault($"'{cluster.About.Address}' is not host:port");

    private static string CentralOf(PopCluster cluster) => cluster.Directory.Map.Members.FirstOrDefault(member => member.IsCentral)?.Name ?? "the central one";

    private static string FreeName(PopMap map, TokenFile tokens)
    {
        HashSet<string> taken = [.. map.Members.Select(member => member.Name), .. tokens.Open.Select(open => open.Name)];
        return Enumerable.Range(1, int.MaxValue).Select(number => $"pop-{number}").First(name => !taken.Contains(name));
    }
}
