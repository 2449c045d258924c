using Gateway.Api.Auth;
using Gateway.Api.Options;
using Gateway.LambdaCompat.Engine;
using Gateway.Storage;

namespace Gateway.Api.Tests.Options;

public sealed class ConfigFileTests : IDisposable
{
    private readonly string file = Path.Combine(Directory.CreateTempSubdirectory("edge-").FullName, "edge.yml");

    private string Folder => Path.GetDirectoryName(file)!;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    [Fact]
    public void Everything_can_be_set()
    {
        PopOptions options = Read(
            """
            host: 0.0.0.0
            port: 4570
            data: state            # from the folder of this file
            durability: os
            auth: warn
            tls: { certificate: tls/pop.pem, key: /etc/pop.key }
            hosts: [pop.example.com]
            origins:
              - https://app.example.com
              - http://localhost:3000
            delays:
              table: 1500ms
            functions:
              network: deny
              accounts:
                "123456789012": { network: allow }
                000000000001: { network: deny }
              forbiddenPorts: [5432, 7000, 5432]
            keys:
              - id: AKIDEXAMPLE
                secret: a-secret-of-it
                account: "000000000001"
              - { id: ASIDEXAMPLE, secret: another-secret, account: 123456789012, sessionToken: abc== }
            """);

        Assert.Equal(("0.0.0.0", 4570, Path.Combine(Folder, "state"), Durability.Os, AuthMode.Warn), (options.Host.ToString(), options.Port, options.DataFolder, options.Durability, options.Auth));
        Assert.Equal((Path.Combine(Folder, "tls/pop.pem"), "/etc/pop.key", TimeSpan.FromSeconds(1.5)), (options.TlsCertificateFile, options.TlsKeyFile, options.TableDelay));
        Assert.Equal(["pop.example.com"], options.Hosts);
        Assert.Equal((OutboundNetwork.Denied, OutboundNetwork.Allowed, OutboundNetwork.Denied), (options.Functions.Network, options.Functions.NetworkByAccount["123456789012"], options.Functions.NetworkByAccount["000000000001"]));
        Assert.Equal([5432, 7000], options.Functions.ForbiddenPorts);
        Assert.Equal(["https://app.example.com", "http://localhost:3000"], options.Origins);
        Assert.Equal([new AccessKey("AKIDEXAMPLE", "a-secret-of-it", "000000000001"), new AccessKey("ASIDEXAMPLE", "another-secret", "123456789012") { SessionToken = "abc==" }], options.Keys);
    }

    [Fact]
    public void The_command_line_counts_more() => Assert.Equal(4571, Read("port: 4570", "--port", "4571").Port);

    [Fact]
    public void Scopes_are_rules_for_tables_and_beginnings_of_keys()
    {
        PopOptions options = Read("scopes:\n  - { table: 'users*', prefix: 'USER#', scope: local }\n  - { table: '*', scope: 'group:eu' }");
        Assert.Equal(["users* USER# local", "*  group:eu"], options.Scopes.Select(rule => $"{rule.TablePattern} {rule.KeyPrefix} {rule.Scope.Name}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    public void An_empty_file_sets_nothing(string text) => Assert.Equal(4566, Read(text).Port);

    [Fact]
    public void All_faults_are_told_with_their_lines()
    {
        IReadOnlyList<string> faults = FaultsOf(
            """
            port: 70000
            hosts: one
            origin: []
            tls:
              certificate: a
              password: b
            keys:
              - id: AKIDEXAMPLE
                secret: short
                account: "12"
              - id: ASIDEXAMPLE
            origins: [https://app.example.com/path, null]
            delays: { table: 5h }
            """);

        Assert.Equal(
            [
                "1: port: '70000' is not a port: 0 to 65535 is expected", "2: hosts: a list is expected", "3: unknown setting 'origin'", "6: unknown setting 'tls.password'",
                "8: keys: the secret of AKIDEXAMPLE must have 8 to 256 visible ASCII characters", "11: keys: each needs 'id', 'secret' and 'account'",
                "12: origins: 'https://app.example.com/path' is not an origin, as 'https://app.example.com'", "12: origins: 'null' is not an origin, as 'https://app.example.com'",
                "13: delays.table: '5h' is not a time from 0s to 10m, as '500ms', '2s' or '1m'", " tls needs both, 'certificate' and 'key'",
            ],
            faults);
    }

    [Fact]
    public void Faults_in_what_functions_may_reach_are_told_with_their_lines()
    {
        IReadOnlyList<string> faults = FaultsOf(
            """
            functions:
              network: off
              accounts:
                "12345": { network: allow }
                "123456789012": { network: maybe, memory: 1 }
                "123456789013": deny
              forbiddenPorts: [0, 65536, http]
              more: 1
            """);

        Assert.Equal(
            [
                "2: functions.network: 'off' is neither 'allow' nor 'deny'", "4: functions.accounts.12345: an account has 12 digits",
                "5: functions.accounts.123456789012.network: 'maybe' is neither 'allow' nor 'deny'", "5: unknown setting 'functions.accounts.123456789012.memory'",
                "6: names and values are expected under 'functions.accounts.123456789013'", "7: functions.forbiddenPorts: '0' is not a port: 1 to 65535 is expected",
                "7: functions.forbiddenPorts: '65536' is not a port: 1 to 65535 is expected", "7: functions.forbiddenPorts: 'http' is not a port: 1 to 65535 is expected",
                "8: unknown setting 'functions.more'",
            ],
            faults);
    }

    [Fact]
    public void Functions_are_kept_from_64_ports_at_most_and_never_from_the_pop()
    {
        Assert.Equal("1: functions.forbiddenPorts: more than 64 ports", Assert.Single(FaultsOf($"functions: {{ forbiddenPorts: [{string.Join(", ", Enumerable.Range(1, 66))}] }}")));
        Assert.Equal("functions.forbiddenPorts: 4566 is the PoP's own port, which functions need", Assert.Single(Assert.Throws<OptionsFault>(() => Read("functions: { forbiddenPorts: [4566] }")).Faults));
    }

    [Theory]
    [InlineData("scopes: all", "1: scopes: a list is expected")]
    [InlineData("scopes:\n  - scope: all", "2: scopes: each needs 'table' and 'scope'")]
    [InlineData("scopes: [{ table: users, scope: nearby }]", "1: scopes.scope: 'nearby' is not 'all', 'local' or 'group:NAME'")]
    [InlineData("scopes: [{ table: users, prefix: '', scope: all }]", "1: scopes.prefix: must not be empty")]
    [InlineData("scopes: [{ table: users, scope: all, group: x }]", "1: unknown setting 'scopes.group'")]
    [InlineData("port: [", "2: not YAML: ")]
    [InlineData("- a", "1: names and values are expected")]
    [InlineData("port: 1\nport: 2", "not YAML: ")]
    [InlineData("port: { a: 1 }", "1: port: a single value is expected")]
    [InlineData("a: &x [*x]", "")] // an alias to itself must not hang
    public void What_is_not_of_the_form_is_told(string text, string fault) => Assert.Contains(fault, Assert.Single(FaultsOf(text)), StringComparison.Ordinal);

    private PopOptions Read(string text, params string[] arguments)
    {
        File.WriteAllText(file, text);
        return CommandLine.Read(["--config", file, .. arguments], out _);
    }

    private IReadOnlyList<string> FaultsOf(string text) => [.. Assert.Throws<OptionsFault>(() => Read(text)).Faults.Select(fault => fault[(file.Length + 1)..])];
}
