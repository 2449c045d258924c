using System.Net;
using System.Net.Sockets;

namespace Gateway.Api.Tests.Processes;

/// <summary><c>edgectl up</c> as a process of its own: from its start to its exit code.</summary>
public sealed class UpTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("edge-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder, "data");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_prints_a_banner_answers_and_ends_on_SIGTERM()
    {
        using PopProcess pop = PopProcess.Start(folder, "--port", "0", "--data", Data);

        string banner = await pop.ReadUntilReadyAsync();
        using HttpClient client = new();
        string health = await client.GetStringAsync($"{pop.Endpoint}/healthz", Token);
        int exitCode = await pop.StopAsync("TERM");

        Assert.Matches(
            $"^EdgeGateway 0\\.1\\.0\n  endpoint   http://127\\.0\\.0\\.1:[0-9]+\n  data       {Data} \\(fsync: acknowledged means on disk\\)\n  access     any credentials, from this machine only\n  functions  (in bubblewrap|without walls, of one account only: bubblewrap is not installed)\n"
            + "  AWS CLI    AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any aws dynamodb list-tables --region us-east-1 --endpoint-url http://127\\.0\\.0\\.1:[0-9]+\n"
            + "  SDKs       AWS_ENDPOINT_URL=http://127\\.0\\.0\\.1:[0-9]+\nready\n$",
            banner);
        Assert.Equal("healthy: dynamodb.us-east-1.amazonaws.com ", health);
        Assert.Equal((0, ""), (exitCode, await pop.ErrorsAsync()));
        Assert.False(File.Exists(Path.Combine(Data, "process")));
    }

    [Fact]
    public async Task It_ends_on_Ctrl_C_and_starts_again_on_what_it_has_stored()
    {
        for (int run = 0; run < 2; run++)
        {
            using PopProcess pop = PopProcess.Start(folder, "--port", "0", "--data", Data);
            await pop.ReadUntilReadyAsync();

            Assert.Equal(0, await pop.StopAsync("INT"));
        }
    }

    [Fact]
    public async Task A_signal_while_it_starts_ends_it_cleanly_too()
    {
        for (int run = 0; run < 3; run++)
        {
            using PopProcess pop = PopProcess.Start(folder, "--port", "0", "--data", Data);
            while (!File.Exists(Path.Combine(Data, "process")) && !pop.HasEnded) await Task.Yield(); // from here on it is opening the store

            Assert.Equal(0, await pop.StopAsync("TERM"));
            Assert.Equal("", await pop.ErrorsAsync());
        }
    }

    [Fact]
    public async Task A_second_process_on_the_folder_is_refused_with_the_number_of_the_first()
    {
        using PopProcess first = PopProcess.Start(folder, "--port", "0", "--data", Data);
        await first.ReadUntilReadyAsync();

        using PopProcess second = PopProcess.Start(folder, "--port", "0", "--data", Data);

        Assert.Equal((1, $"edgectl: the data folder {Data} is in use by another PoP (process {first.Id}); stop it, or take another folder with --data\n"), (await second.EndAsync(), await second.ErrorsAsync()));
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        using PopProcess pop = PopProcess.Start(folder, "--port", $"{port}", "--data", Data);

        Assert.Equal((1, $"edgectl: port {port} is taken: another program listens on 127.0.0.1:{port}; stop it, or take another with --port\n"), (await pop.EndAsync(), await pop.ErrorsAsync()));
    }

    [Theory]
    [InlineData(2, "edgectl: unknown option '--bogus'\nRun 'edgectl up --help' to see what there is.\n", "--bogus")]
    [InlineData(1, "edgectl: the data folder FOLDER/file cannot be written: it is a file\n", "--data", "file")]
    [InlineData(1, "edgectl: the data folder /proc/none cannot be written: ", "--data", "/proc/none")]
    [InlineData(1, "edgectl: 0.0.0.0 can be reached from other machines, and there are no keys: add one with 'edgectl keys add', or listen on 127.0.0.1\n", "--host", "0.0.0.0", "--port", "0")]
    [InlineData(1, "edgectl: 203.0.113.1 is not an address of this machine\n", "--host", "203.0.113.1", "--config", "keys.yml")]
    [InlineData(1, "edgectl: bad.yml:2: unknown setting 'prot'\n", "--config", "bad.yml")]
    [InlineData(1, "edgectl: cannot use the certificate none.pem with the key none.key: ", "--tls-cert", "none.pem", "--tls-key", "none.key")]
    public async Task What_it_cannot_run_with_is_one_line(int exitCode, string error, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "", Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "bad.yml"), "port: 0\nprot: 1\n", Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "keys.yml"), "keys: [{ id: AKIDEXAMPLE, secret: a-secret-of-it, account: '123456789012' }]\n", Token);

        using PopProcess pop = PopProcess.Start(folder, arguments);

        Assert.Equal(exitCode, await pop.EndAsync());
        Assert.StartsWith(error.Replace("FOLDER", folder, StringComparison.Ordinal), await pop.ErrorsAsync(), StringComparison.Ordinal);
        Assert.Equal(error.Count(letter => letter == '\n') is > 0 and int lines ? lines : 1, (await pop.ErrorsAsync()).Count(letter => letter == '\n'));
    }

    [Fact]
    public async Task A_store_of_a_newer_format_is_refused()
    {
        using (PopProcess pop = PopProcess.Start(folder, "--port", "0", "--data", Data))
        {
            await pop.ReadUntilReadyAsync();
            await pop.StopAsync("TERM");
        }

        string store = Path.Combine(Data, "store");
        await File.WriteAllTextAsync(Path.Combine(store, "FORMAT"), "9\n7.5.0\n", Token);
        using PopProcess newer = PopProcess.Start(folder, "--port", "0", "--data", Data);

        Assert.Equal((1, $"edgectl: {store} was written by version 7.5.0 in format 9; this is version 0.1.0, which knows formats up to 2.\n"), (await newer.EndAsync(), await newer.ErrorsAsync()));
    }

    [Fact]
    public async Task Keys_of_edge_yml_and_of_the_folder_let_it_listen_on_all_addresses()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "edge.yml"), "keys: [{ id: AKIDEXAMPLE, secret: a-secret-of-it, account: '123456789012' }]\n", Token); // found without --config

        using PopProcess pop = PopProcess.Start(folder, "--port", "0", "--data", Data, "--host", "0.0.0.0");
        string banner = await pop.ReadUntilReadyAsync();
        await pop.StopAsync("TERM");

        Assert.Contains("  access     1 key; requests must be signed\n", banner, StringComparison.Ordinal);
        Assert.Contains($"  config     {Path.Combine(folder, "edge.yml")}\n", banner, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret-of-it", banner, StringComparison.Ordinal);
        Assert.Equal("warn: edge.yml holds secrets, and others may read it: chmod 600 it\n", await pop.ErrorsAsync());
    }
}
