using System.Text.Json.Nodes;
using Gateway.Replication.AntiEntropy;
using Gateway.Replication;
using Gateway.Simulation.Tests.Audit;
using Gateway.Simulation.Tests.Pops;
using Gateway.Simulation.Tests.Workload;
using Gateway.Simulation.Tests.World;

namespace Gateway.Simulation.Tests.Histories;

/// <summary>Runs one history: what its plan says, then the end of all faults, then quiet, then the audit.</summary>
internal sealed class HistoryRun
{
    private static readonly TimeSpan CreationMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan QuietMax = TimeSpan.FromMinutes(5);

    /// <summary>Not in step with what PoPs do once a second: it would always come a moment after that, while its traces are under way.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(937);

    private readonly HistoryPlan plan;
    private readonly Cluster cluster;
    private readonly Ledger ledger;
    private readonly Probe probe;
    private HistoryBrokenException? broken;

    private HistoryRun(HistoryPlan plan, Action<string>? trace)
    {
        this.plan = plan;
        Timeline = new Timeline(plan.Seed) { Trace = trace };
        cluster = new Cluster(Timeline, new ReplicationOptions { FrameBytesUsual = plan.Seed % 2 == 0 ? 256 : 256 * 1024 }) { OnBroken = Break, HasMemberRecords = plan.HasMemberRecords };
        ledger = new Ledger(cluster);
        probe = new Probe(ledger);
    }

    /// <summary>Its time, and its fingerprint.</summary>
    public Timeline Timeline { get; }

    /// <summary>What happened, counted.</summary>
    public HistoryCounts Counts { get; } = new();

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="trace">Told of what happens; null for nobody.</param>
    /// <exception cref="HistoryBrokenException">Something did not hold.</exception>
    public static HistoryRun Run(HistoryPlan plan, Action<string>? trace = null)
    {
        HistoryRun run = new(plan, trace);
        run.Run();
        return run;
    }

    private void Run()
    {
        for (int i = 0; i < plan.Pops; i++) AddPop(i).Start();
        CreateTable();
        if (plan.HasScopes) CreateScopedTable();
        long begin = Timeline.Now;
        FaultInjector faults = new(cluster, ledger);
        foreach (PlanStep step in plan.Steps) Timeline.At(begin + step.At.Ticks, () => Do(step, faults));
        Go(begin + plan.Length.Ticks, _ => false);
        faults.EndAll();
        foreach (SimulatedPop pop in cluster.Members.Where(pop => pop.Twin is not null).ToArray()) LetBothIn(pop);
        UntilQuiet(isStable: false);

        // What was stamped by a clock that was ahead is stable only when all clocks have passed that.
        if (plan.Steps.Any(step => step is PlanStep.Break { Fault: Fault.Clock })) faults.PassAllClocks();
        UntilQuiet(isStable: true);

        // A store that has forgotten a deleted item and one that has not differ in what they remember of it, until they compare (ADR 5).
        CompareAll();
        UntilQuiet(isStable: true);
        FinalAudit.Check(cluster, ledger, Ask);
        foreach (SimulatedPop pop in cluster.Running) Counts.Add(pop.Process!);
        Counts.Acknowledged = ledger.Acknowledged;
        Timeline.Say($"the end, after {Timeline.Events} events and with {Timeline.Random.Next()} to come");
    }

    /// <summary>What an operator does about two machines with one name: each is alone for a while, and so brings what it has written.</summary>
    private void LetBothIn(SimulatedPop pop)
    {
        for (int turn = 0; turn < 2; turn++)
        {
            UntilQuiet(isStable: false);
            Timeline.Say($"the other {pop.Name} takes its turn");
            pop.Kill(isPowerCut: false);
            pop.BecomeTwin();
            pop.Start();
        }
    }

    /// <summary>With scopes the first PoP is the central one, which keeps all, and the second its neighbour.</summary>
    private SimulatedPop AddPop(int place) => cluster.Add($"pop-{place + 1}", plan.HasScopes && place == 1 ? ScopedMaker.Group : null, !plan.HasScopes || place == 0);

    private void CreateScopedTable()
    {
        Must(cluster.Pops[1], "CreateTable", $$"""
            {"TableName": "{{ScopedMaker.Table}}", "BillingMode": "PAY_PER_REQUEST", "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}], "Tags": [{"Key": "edge:scope", "Value": "group:{{ScopedMaker.Group}}"}]}
            """);
        const string Body = $$"""{"TableName": "{{ScopedMaker.Table}}"}""";
        long latest = Timeline.Now + CreationMax.Ticks;
        while (Timeline.Now < latest && Ask(cluster.Pops[0], "DescribeTable", Body).Status != 200) Timeline.RunUntil(Timeline.Now + TimeSpan.FromMilliseconds(100).Ticks);
        if (Ask(cluster.Pops[0], "DescribeTable", Body).Status != 200) throw new HistoryBrokenException("a table appears everywhere", $"{ScopedMaker.Table} does not appear at the central PoP");
    }

    private void CreateTable()
    {
        const string Indexes = """[{"IndexName": "groups", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}], "Projection": {"ProjectionType": "ALL"}}]""";
        Must(cluster.Pops[0], "CreateTable", $$"""
            {"TableName": "{{RequestMaker.Table}}", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}, {"AttributeName": "g", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
             "GlobalSecondaryIndexes": {{Indexes}}, "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"} }
            """);
        Must(cluster.Pops[0], "UpdateTimeToLive", $$"""{"TableName": "{{RequestMaker.Table}}", "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "ttl"} }""");
        long latest = Timeline.Now + CreationMax.Ticks;
        while (Timeline.Now < latest && !cluster.Pops.All(HasTable))
        {
            Timeline.RunUntil(Timeline.Now + TimeSpan.FromMilliseconds(100).Ticks);
            Throw();
        }

        if (!cluster.Pops.All(HasTable)) throw new HistoryBrokenException("a table appears everywhere", string.Join(", ", cluster.Pops.Where(pop => !HasTable(pop)).Select(pop => pop.Name)));
    }

    private bool HasTable(SimulatedPop pop)
    {
        const string Body = $$"""{"TableName": "{{RequestMaker.Table}}"}""";
        return Ask(pop, "DescribeTable", Body).Status == 200 && ((string?)Ask(pop, "DescribeTimeToLive", Body).Body["TimeToLiveDescription"]?["TimeToLiveStatus"]) == "ENABLED";
    }

    private void Do(PlanStep step, FaultInjector faults)
    {
        if (step is PlanStep.Break fault)
        {
            faults.Begin(fault.Fault);
        }
        else if (step is PlanStep.Look look)
        {
            if (look.Pop < cluster.Pops.Count && cluster.Pops[look.Pop].Process is { } process) probe.Look(process, Timeline.Random);
        }
        else if (step is PlanStep.Send send && send.Pop < cluster.Pops.Count && MachineOf(cluster.Pops[send.Pop], send) is { Process: not null, IsWithheld: false } pop)
        {
            Counts.Requests++;
            Timeline.Say($"{pop.Machine} < {send.Request.Operation} {send.Request.Json}");
            IReadOnlyList<Claim> claims = ledger.Send(send.Request, pop);
            pop.Process.Ask(send.Request.Operation, send.Request.Json, (status, answer) =>
            {
                Timeline.Say($"{pop.Machine} > {status} {answer.ToJsonString()}");
                if (status >= 500 && !pop.Disk.IsFull && pop.Process.Replica is { TrustsClock: true, TakesWrites: true }) throw new HistoryBrokenException("a PoP by itself serves", $"{pop.Name} answers {status} to {send.Request.Json}");
                Counts.Answer(status, answer);
                ledger.Answer(claims, pop, status);
            });
        }
    }

    /// <summary>Of two machines with one name each gets a part of what is sent to it.</summary>
    private static SimulatedPop MachineOf(SimulatedPop pop, PlanStep.Send send) => pop.Twin is { Process: not null } twin && send.At.Ticks % 2 == 0 ? twin : pop;

    private void CompareAll()
    {
        Dictionary<SimulatedPop, long> before = cluster.Running.ToDictionary(pop => pop, Ended);
        foreach (SimulatedPop pop in before.Keys) pop.Process!.Comparers.Request(ComparisonCause.Operator);
        Go(Timeline.Now + QuietMax.Ticks, _ => before.All(pop => Ended(pop.Key) >= pop.Value + pop.Key.Process!.Comparers.Status.Count));

        static long Ended(SimulatedPop pop) => pop.Process!.Comparers.Status.Sum(status => status.Ended);
    }

    private void UntilQuiet(bool isStable)
    {
        int quiet = 0;
        Go(Timeline.Now + QuietMax.Ticks, _ =>
        {
            quiet = Quiet.Reason(cluster, isStable) is null ? quiet + 1 : 0;
            return quiet >= 2;
        });
        if (quiet < 2) throw new HistoryBrokenException(isStable ? "all becomes stable" : "without faults it becomes quiet", Quiet.Reason(cluster, isStable) ?? "it never stays so");
    }

    /// <summary>Goes on until a time, and looks about once a second.</summary>
    private void Go(long until, Func<long, bool> isEnough)
    {
        while (Timeline.Now < until)
        {
            Timeline.RunUntil(Math.Min(until, Timeline.Now + LookInterval.Ticks));
            Throw();
            foreach (SimulatedPop pop in cluster.Running) Bounds.Check(pop.Process!);
            if (isEnough(Timeline.Now)) return;
        }
    }

    private void Must(SimulatedPop pop, string operation, string json)
    {
        (int status, JsonObject body) = Ask(pop, operation, json);
        if (status != 200) throw new HistoryBrokenException("the table can be made", body.ToJsonString());
    }

    /// <summary>Sends a request and goes on until it is answered.</summary>
    private (int Status, JsonObject Body) Ask(SimulatedPop pop, string operation, string json)
    {
        (int Status, JsonObject Body)? answer = null;
        pop.Process!.Ask(operation, json, (status, body) => answer = (status, body));
        long latest = Timeline.Now + TimeSpan.FromSeconds(30).Ticks;
        while (answer is null && Timeline.Now < latest) Timeline.RunUntil(Timeline.Now + TimeSpan.FromMilliseconds(1).Ticks);
        Throw();
        return answer ?? throw new HistoryBrokenException("a PoP by itself serves", $"{pop.Name} does not answer {operation} {json}");
    }

    /// <summary>Noted, because whoever noticed it may be called by code that catches what it does not know.</summary>
    private void Break(string law, string what) => broken ??= new HistoryBrokenException(law, what);

    private void Throw()
    {
        if (Timeline.Stray is { } stray) throw new HistoryBrokenException("a history has one thread", stray);
        if (broken is not null) throw broken;
    }
}
