using Gateway.Testing.Gateways;

namespace Gateway.Robustness.Tests.Functions;

/// <summary>A PoP in a process of its own, a function that behaves, and one that can do everything that functions should not.</summary>
public sealed class FunctionWorld : IAsyncLifetime
{
    public const string Bad = "bad";
    public const string Good = "good";

    private const string BadCode = """
        const { spawn } = require('child_process'), fs = require('fs'), net = require('net'), http = require('http');
        let calls = 0;
        const faults = {
          none: () => calls,
          throw: () => { throw new RangeError('on purpose'); },
          reject: () => { Promise.reject(new Error('nobody waits for this')); return new Promise(() => {}); },
          exit: () => process.exit(7),
          kill: () => process.kill(process.pid, 'SIGKILL'),
          others: event => { for (const other of [process.ppid, -1, event.pop]) try { process.kill(other, 'SIGKILL'); } catch (error) { if (error.code !== 'ESRCH') throw error; } return 'signalled'; },
          loop: () => { for (;;); },
          sleep: () => new Promise(() => {}),
          eat: () => { const kept = []; for (;;) kept.push(Buffer.alloc(1 << 22, 1)); },
          fork: async event => { let failed = 0; for (let i = 0; i < event.count && !failed; i++) await new Promise(done => spawn('/bin/sleep', ['61.5']).on('spawn', done).on('error', () => { failed++; done(); })); return { failed }; },
          tmp: event => {
            const piece = Buffer.alloc(1 << 22, 1), file = fs.openSync('/tmp/large', 'w');
            let written = 0;
            try { for (; written < event.bytes;) written += fs.writeSync(file, piece); } catch (error) { return { code: error.code, written }; } finally { fs.closeSync(file); fs.unlinkSync('/tmp/large'); }
            return { code: null, written };
          },
          print: async event => {
            const line = 'x'.repeat(1023) + '\n';
            for (let i = 0; i < event.bytes; i += 1024) if (!process.stdout.write(line)) await new Promise(done => process.stdout.once('drain', done));
            return 'printed';
          },
          large: event => 'x'.repeat(event.bytes),
          host: () => ['/etc/shadow', '/root', '/home', '/var/lib'].filter(path => { try { fs.readdirSync(path); return true; } catch (error) { return error.code === 'ENOTDIR'; } }),
          api: () => process.env.AWS_LAMBDA_RUNTIME_API,
          steal: event => new Promise(done => {
            const asked = http.get(`http://${event.api}/2018-06-01/runtime/invocation/next`, { timeout: 1500 }, answer => done(answer.statusCode));
            asked.on('timeout', () => { asked.destroy(); done('silent'); }).on('error', error => done(error.code));
          }),
          flood: async event => {
            const open = [];
            for (let i = 0; i < event.count; i++) open.push(new Promise(done => { const socket = net.connect(event.port, '127.0.0.1', () => done(socket)); socket.on('error', () => done(null)); }));
            const sockets = await Promise.all(open);
            await new Promise(done => setTimeout(done, 500));
            for (const socket of sockets) socket?.destroy();
            return sockets.filter(Boolean).length;
          },
        };
        exports.handler = async event => { calls++; return await faults[event.do](event); };
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("edge-faults-").FullName;

    internal PopProcess Process { get; private set; } = null!;

    internal FunctionClient Client { get; private set; } = null!;

    /// <summary>Of another account.</summary>
    internal FunctionClient Other { get; private set; } = null!;

    /// <summary>Of the PoP itself, on the machine.</summary>
    internal string DataFolder => Path.Combine(folder, "data");

    /// <summary>Why functions cannot be tested on this machine; null if they can.</summary>
    internal string? Missing { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Missing = !OnPath("node") ? "node not found (Debian, Ubuntu: apt-get install nodejs)" : !OnPath("bwrap") ? "Without walls there is nothing to hold a function back (Debian, Ubuntu: apt-get install bubblewrap)" : null;
        if (Missing is not null) return;

        Process = PopProcess.Start(DataFolder);
        await Process.WaitAsync(CancellationToken.None);
        Client = new FunctionClient(Process.Address);
        Other = new FunctionClient(Process.Address, "222222222222");
        await Client.CreateAsync(Good, "nodejs20.x", "index.handler", FunctionClient.Zip(("index.js", "let calls = 0; exports.handler = async event => ({ calls: ++calls, event });")));
        byte[] bad = FunctionClient.Zip(("index.js", BadCode));
        foreach (FunctionClient client in new[] { Client, Other }) await client.CreateAsync(Bad, "nodejs20.x", "index.handler", bad, new() { ["Timeout"] = 8, ["MemorySize"] = 256 });
    }

    public async ValueTask DisposeAsync()
    {
        if (Missing is null)
        {
            Client.Dispose();
            Other.Dispose();
            await Process.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, program)));
}
