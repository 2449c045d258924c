using System.CommandLine;
using System.Net;
using Gateway.Cli.Commands;

namespace Gateway.Cli.Tests;

/// <summary><c>edgectl pops</c> against answers of the admin API.</summary>
public sealed class PopsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;

    public PopsTests() => File.WriteAllText(Path.Combine(folder, "admin"), "http://127.0.0.1:1\nthe-token\n");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void List_shows_members_and_who_is_awaited()
    {
        Script script = new("""
            {"cluster":"c","self":"pop-1","pops":[
              {"name":"pop-1","region":"us-west","groups":[],"address":"127.0.0.1:7001","endpoint":"http://127.0.0.1:4566","isCentral":true,"state":"Active","epoch":1},
              {"name":"pop-2","region":"eu","groups":["shops","de"],"address":"127.0.0.1:7002","endpoint":"","isCentral":false,"state":"Joining","epoch":1}],"awaited":["pop-3"]}
            """);

        Assert.Equal(
            (0, "POP    REGION   STATE    GROUPS    ENDPOINT               REPLICATION\npop-1  us-west  active   -         http://127.0.0.1:4566  127.0.0.1:7001  central, this one\npop-2  eu       joining  shops,de  -                      127.0.0.1:7002\npop-3           awaited\n", ""),
            Run(script, "list"));
        Assert.Equal("GET http://127.0.0.1:1/v1/pops Bearer the-token ", script.Asked);
    }

    [Fact]
    public void A_PoP_that_is_alone_says_how_to_begin() =>
        Assert.Equal((0, "This PoP is in no cluster: 'edgectl pops add' begins one.\n", ""), Run(new Script("""{"cluster":"","self":"","pops":[],"awaited":[]}"""), "list"));

    [Fact]
    public void Status_shows_links_what_is_stable_and_how_far_a_join_has_come()
    {
        Script script = new("""
            {"pops":[{"pop":"pop-1","region":"us-west","isCentral":true,"state":"Active","links":[
              {"peer":"pop-2","state":"Open","why":"","lagSeconds":0.25,"lagEntries":1200,"waitingEntries":3,"changesPerSecond":41.25,"coalescingRatio":12.5,"bytesIn":12345678,"bytesOut":999,"clockOffsetSeconds":-0.0124,"fingerprintsEqual":true},
              {"peer":"pop-3","state":"Down","why":"the link to pop-3 is cut","lagSeconds":null,"lagEntries":null,"waitingEntries":null,"bytesIn":0,"bytesOut":0,"fingerprintsEqual":null}],
              "stabilityAgeSeconds":4000,"heldBackBy":["pop-3"],"remains":7,"ghosts":6,"siblings":2,"quarantined":0,"unshippedEntries":123456,"conflicts":{"overwrite":3,"none":0},"repairFetches":{"predecessor":2},
              "work":[{"kind":"join","peer":"pop-2","done":650,"total":1000,"bytes":65000,"isDone":false,"text":"snapshot"}]}],"silent":["pop-4"]}
            """);

        (int exitCode, string output, _) = Run(script, "status");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            """
            AT     FROM   STATE      LAG     ENTRIES  WAITING  CHANGES/S  COALESCED  IN     OUT    CLOCK     CONTENTS
            pop-1  pop-2  open       0.25 s  1,200    3        41.3       12.5x      12 MB  999 B  -0.012 s  equal
            pop-1  pop-3  down       ?       ?        ?        0          1x         0 B    0 B    ?         ?
            pop-4         no answer
            pop-1 from pop-3: the link to pop-3 is cut

            POP              REGION   STATE   STABLE      HELD BACK BY  GHOSTS  SIBLINGS  SET ASIDE  UNSHIPPED  CONFLICTS    FETCHES
            pop-1 (central)  us-west  active  67 min ago  pop-3         6       2         0          123,456    overwrite 3  predecessor 2

            AT     WORK  WITH   PROGRESS                     ITEMS         MOVED
            pop-1  join  pop-2  [#############.......] 65 %  650 of 1,000  65 kB  snapshot

            """.ReplaceLineEndings("\n"),
            output);
    }

    [Fact]
    public void Status_says_for_whom_the_log_is_kept_and_when_a_repair_will_be_done()
    {
        Script script = new("""
            {"pops":[{"pop":"pop-1","links":[],"logHeld":{"peer":"pop-3","entries":1200,"bytes":5000000000,"bytesForItAlone":4000000000,"since":"2026-01-02T03:04:05+00:00","freeBytes":6000000000,"isTooMuch":true},
              "work":[{"kind":"repair","peer":"pop-2","done":25,"total":100,"perSecond":2.5,"secondsLeft":30,"isDone":false}]}]}
            """);

        (_, string output, _) = Run(script, "status");

        Assert.StartsWith("pop-1: log-held: pop-3 has not taken 1,200 entries of the log, 5000 MB on the disk (4000 MB for it alone), the oldest written at 2026-01-02 03:04:05Z; 6000 MB are free\n", output, StringComparison.Ordinal);
        Assert.Contains("[#####...............] 25 %, 2.5/s, 30 s left", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_waits_for_the_end_and_says_what_differed_and_was_moved()
    {
        Script script = new(
            """{"comparisons":[{"pop":"pop-1","peer":"pop-2","doneAt":4,"before":{"ended":3,"itemsDifferent":10,"documentsSent":1,"documentsReceived":2,"bytesSent":100,"bytesReceived":200}},{"pop":"pop-1","peer":"pop-3","doneAt":1,"before":{"ended":0}}]}""",
            """{"pops":[{"pop":"pop-1","links":[{"peer":"pop-2","state":"Open"},{"peer":"pop-3","state":"Down"}],"repairs":[{"peer":"pop-2","ended":4,"isEqual":true,"itemsDifferent":15,"documentsSent":3,"documentsReceived":5,"bytesSent":1100,"bytesReceived":1300}]}]}""");

        Assert.Equal(
            (0, "AT     WITH   NOW           ITEMS DIFFERED  DOCUMENTS SENT  RECEIVED  BYTES\npop-1  pop-2  equal         5               2               3         2,100\npop-1  pop-3  out of reach  0               0               0         0\n", "A PoP that is out of reach is compared when it is back.\n"),
            Run(script, "compare"));
        Assert.Equal("GET http://127.0.0.1:1/v1/status Bearer the-token ", script.Asked);
    }

    [Fact]
    public void A_PoP_is_found_by_its_port()
    {
        using System.Net.Sockets.TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using (FileStream file = File.Create(Path.Combine(folder, "LOCK"))) // as a PoP that runs has one open
        {
            Assert.Equal(0, Run(new Script("""{"pops":[],"awaited":[]}"""), "list", "--port", port).ExitCode);
        }

        listener.Stop();
        Assert.Equal((1, "", $"edgectl: nobody listens on port {port}\n"), Run(new Script("{}"), "list", "--port", port));
    }

    [Fact]
    public void Add_prints_the_token_alone_and_talks_beside_it()
    {
        Script script = new("""{"name":"pop-2","region":"eu","token":"edge1.a.b.c","expires":"2026-01-02T03:04:05+00:00","isFirst":true}""");

        Assert.Equal(
            (0, "edge1.a.b.c\n", "This PoP is now the central one of a new cluster.\nThe token is shown only now, works once, and until 2026-01-02 03:04:05Z. pop-2 joins with: edgectl up --join TOKEN --data FOLDER\n"),
            Run(script, "add", "--region", "eu", "--groups", "a,b", "--valid", "10m"));
        Assert.Equal("""POST http://127.0.0.1:1/v1/pops Bearer the-token {"name":null,"region":"eu","replication":null,"ownRegion":null,"validSeconds":600,"groups":["a","b"]}""", script.Asked);
    }

    [Fact]
    public void What_is_done_is_told_and_a_refusal_ends_with_1()
    {
        Script cut = new("""{"text":"Cut off from the others: pop-2, pop-3."}""");
        Assert.Equal((0, "", "Cut off from the others: pop-2, pop-3.\n"), Run(cut, "cut", "pop-2", "pop-3"));
        Assert.Equal("""POST http://127.0.0.1:1/v1/links/cut Bearer the-token {"pops":["pop-2","pop-3"]}""", cut.Asked);

        Script remove = new("""{"error":"there is no PoP pop-9"}""") { Status = HttpStatusCode.Conflict };
        Assert.Equal((1, "", "edgectl: there is no PoP pop-9\n"), Run(remove, "remove", "pop-9"));
        Assert.Equal("DELETE http://127.0.0.1:1/v1/pops/pop-9 Bearer the-token ", remove.Asked);
    }

    [Fact]
    public void Json_is_passed_on() => Assert.Equal((0, "{\n  \"text\": \"All links are whole.\"\n}\n", ""), Run(new Script("""{"text":"All links are whole."}"""), "heal", "--output", "json"));

    [Fact]
    public void A_PoP_that_does_not_answer_is_one_line()
    {
        (int exitCode, string output, string error) = Run(null, "list");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith($"edgectl: the PoP of {folder} does not answer: ", error, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Error) Run(Script? script, params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        Command pops = PopsCommandFactory.Create(TimeProvider.System, script);
        int exitCode = pops.Parse([.. arguments, "--data", folder]).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Gives one answer and remembers the question.</summary>
    private sealed class Script(params string[] answers) : HttpMessageHandler
    {
        private int given;

        public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

        public string Asked { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = $"{request.Method} {request.RequestUri} {request.Headers.Authorization} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken))}";
            return new HttpResponseMessage(Status) { Content = new StringContent(answers[Math.Min(given++, answers.Length - 1)]) };
        }
    }
}
