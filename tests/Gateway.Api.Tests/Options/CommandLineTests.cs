using System.Net;
using Gateway.Api.Options;
using Gateway.Storage;
using Gateway.Testing;

namespace Gateway.Api.Tests.Options;

public sealed class CommandLineTests
{
    [Fact]
    public void Nothing_given_means_the_defaults()
    {
        PopOptions options = CommandLine.Read([], out string? configFile);

        Assert.Null(configFile);
        Assert.Equal((IPAddress.Loopback, 4566, "./.edge", Durability.Fsync, AuthMode.Enforce), (options.Host, options.Port, options.DataFolder, options.Durability, options.Auth));
        Assert.Null(options.TlsCertificateFile);
        Assert.Empty(options.Keys);
    }

    [Fact]
    public void A_value_stands_behind_its_option_or_after_an_equals_sign()
    {
        PopOptions options = CommandLine.Read(["--port", "0", "--host=::1", "--data", "a=b", "--durability=os", "--auth", "warn", "--tls-cert", "c", "--tls-key=k"], out _);

        Assert.Equal((IPAddress.IPv6Loopback, 0, "a=b", Durability.Os, AuthMode.Warn, "c", "k"), (options.Host, options.Port, options.DataFolder, options.Durability, options.Auth, options.TlsCertificateFile, options.TlsKeyFile));
    }

    [Fact]
    public void All_faults_are_told()
    {
        UsageFault fault = Assert.Throws<UsageFault>(() => CommandLine.Read(["--port", "65536", "--bogus", "extra", "--durability", "none", "--auth=off", "--host", "pop.example.com", "--data"], out _));

        Assert.Equal(
            [
                "--port: '65536' is not a port: 0 to 65535 is expected", "unknown option '--bogus'", "unknown argument 'extra'", "--durability: 'none' is neither 'fsync' nor 'os'",
                "--auth: 'off' is neither 'enforce' nor 'warn'", "--host: 'pop.example.com' is not an IP address", "--data needs a value",
            ],
            fault.Faults);
    }

    [Fact]
    public void A_certificate_needs_its_key() => Assert.Equal(["--tls-cert and --tls-key go together"], Assert.Throws<UsageFault>(() => CommandLine.Read(["--tls-cert", "c"], out _)).Faults);

    [Fact]
    public void Several_PoPs_have_regions_and_may_be_far_apart()
    {
        PopOptions options = CommandLine.Read(["--pops", "3", "--wan", "--regions=us-west,eu"], out _);

        Assert.Equal((3, true), (options.Pops, options.Wan));
        Assert.Equal(["us-west", "eu"], options.Regions);
        Assert.Equal(
            ["--pops: '17' is not a number of PoPs: 1 to 16 is expected", "--regions: 'A' is not a list of regions, as 'us-west,us-east,eu'", "--wan: takes no value"],
            Assert.Throws<UsageFault>(() => CommandLine.Read(["--pops", "17", "--regions", "A", "--wan=yes"], out _)).Faults);
        Assert.Equal(["--regions goes with --pops"], Assert.Throws<UsageFault>(() => CommandLine.Read(["--regions", "eu"], out _)).Faults);
    }

    [Fact]
    public void A_named_file_must_be_there() => Assert.Equal(["no-such.yml: no such file"], Assert.Throws<OptionsFault>(() => CommandLine.Read(["--config", "no-such.yml"], out _)).Faults);

    /// <summary>The options of <c>up</c> are read here and shown by edgectl, which must not know the server.</summary>
    [Fact]
    public void The_help_of_edgectl_shows_the_options_that_are_read()
    {
        string help = Repository.Read("tests/Gateway.Cli.Tests/Transcripts/up-and-keys.txt").Split("$ edgectl ")[1];

        Assert.Equal(
            CommandLine.Names.Order(StringComparer.Ordinal),
            System.Text.RegularExpressions.Regex.Matches(help, "^  (--[a-z-]+) ", System.Text.RegularExpressions.RegexOptions.Multiline).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }
}
