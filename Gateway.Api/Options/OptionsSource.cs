using System.Globalization;
using System.Net;
using Gateway.Api.Auth;
using Gateway.DynamoCompat.Scopes;
using Gateway.LambdaCompat.Engine;
using Gateway.Replication.Membership;
using Gateway.Storage;

namespace Gateway.Api.Options;

/// <summary>What one place sets: the command line, or edge.yml. What it leaves open is null.</summary>
internal sealed class OptionsSource
{
    private const int PopsMax = 16; // a full mesh (DESIGN 6)

    public IPAddress? Host { get; private set; }

    public int? Port { get; private set; }

    public string? Data { get; private set; }

    public Durability? Durability { get; private set; }

    public AuthMode? Auth { get; private set; }

    public string? TlsCertificate { get; private set; }

    public string? TlsKey { get; private set; }

    public OutboundNetwork? Network { get; private set; }

    public string? Sdks { get; private set; }

    public BackupOptionsSource Backup { get; } = new();

    public Dictionary<string, OutboundNetwork> NetworkByAccount { get; } = new(StringComparer.Ordinal);

    public List<int> ForbiddenPorts { get; } = [];

    public TimeSpan? TableDelay { get; private set; }

    public int? AdminPort { get; private set; }

    public double? LogHeldShare { get; private set; }

    public int? Pops { get; private set; }

    public IReadOnlyList<string> Regions { get; private set; } = [];

    public bool Wan { get; private set; }

    public TimeSpan? EvictAfter { get; private set; }

    public string? JoinToken { get; private set; }

    public HostAndPort? Replication { get; private set; }

    public List<string> Hosts { get; } = [];

    public List<string> Origins { get; } = [];

    public List<ScopeRule> Scopes { get; } = [];

    public List<AccessKey> Keys { get; } = [];

    /// <summary>Sets one.</summary>
    /// <param name="name">As in edge.yml: <c>tls.certificate</c>.</param>
    /// <param name="value">Its text.</param>
    /// <param name="folder">What a relative path starts from; empty for the current folder.</param>
    /// <returns>What is wrong with the value; null if nothing is.</returns>
    public string? Set(string name, string value, string folder)
    {
        switch (name)
        {
            case "host":
                Host = value == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(value, out IPAddress? address) ? address : null;
                return Host is null ? $"'{value}' is not an IP address" : null;
            case "port":
                Port = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535 ? port : null;
                return Port is null ? $"'{value}' is not a port: 0 to 65535 is expected" : null;
            case "adminPort":
                AdminPort = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int admin) && admin <= 65535 ? admin : null;
                return AdminPort is null ? $"'{value}' is not a port: 0 to 65535 is expected" : null;
            case "logHeld":
                LogHeldShare = value.EndsWith('%') && int.TryParse(value.AsSpan(0, value.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int percent) && percent is > 0 and <= 1000 ? percent / 100.0 : null;
                return LogHeldShare is null ? $"'{value}' is not a share of the free disk: 1% to 1000% is expected" : null;
            case "data":
                Data = value.Length == 0 ? null : Path.Combine(folder, value);
                return Data is null ? "a folder is expected" : null;
            case "durability":
                Durability = value switch { "fsync" => Storage.Durability.Fsync, "os" => Storage.Durability.Os, _ => null };
                return Durability is null ? $"'{value}' is neither 'fsync' nor 'os'" : null;
            case "auth":
                Auth = value switch { "enforce" => AuthMode.Enforce, "warn" => AuthMode.Warn, _ => null };
                return Auth is null ? $"'{value}' is neither 'enforce' nor 'warn'" : null;
            case "tls.certificate":
                TlsCertificate = Path.Combine(folder, value);
                return null;
            case "tls.key":
                TlsKey = Path.Combine(folder, value);
                return null;
            case "delays.table":
                TableDelay = DurationOf(value, TimeSpan.FromMinutes(10));
                return TableDelay is null ? $"'{value}' is not a time from 0s to 10m, as '500ms', '2s' or '1m'" : null;
            case "replication.evictAfter":
                EvictAfter = DurationOf(value, TimeSpan.FromDays(365));
                return EvictAfter is null ? $"'{value}' is not a time from 0s to 8760h, as '90m' or '72h'; 0s is never" : null;
            case "functions.network":
                Network = NetworkNamed(value);
                return Network is null ? NetworkFault(value) : null;
            case "functions.sdks":
                Sdks = Path.Combine(folder, value);
                return null;
            case "pops":
                Pops = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int pops) && pops is > 0 and <= PopsMax ? pops : null;
                return Pops is null ? $"'{value}' is not a number of PoPs: 1 to {PopsMax} is expected" : null;
            case "regions":
                Regions = value.Split(',');
                return Regions.All(PopNames.IsName) ? null : $"'{value}' is not a list of regions, as 'us-west,us-east,eu'";
            case "join":
                JoinToken = value;
                return value.Length > 0 ? null : "a token is expected";
            case "replication":
                Replication = HostAndPort.TryParse(value, out HostAndPort? replication) ? replication : null;
                return Replication is null ? $"'{value}' is not host:port" : null;
            case "wan":
                Wan = value.Length == 0;
                return Wan ? null : "takes no value";
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "No such setting.");
        }
    }

    /// <summary>Sets what the functions of one account may reach.</summary>
    /// <returns>What is wrong with the value; null if nothing is.</returns>
    public string? SetNetwork(string account, string value)
    {
        if (NetworkNamed(value) is not { } network) return NetworkFault(value);
        NetworkByAccount[account] = network;
        return null;
    }

    private static OutboundNetwork? NetworkNamed(string value) => value switch { "allow" => OutboundNetwork.Allowed, "deny" => OutboundNetwork.Denied, _ => null };

    private static string NetworkFault(string value) => $"'{value}' is neither 'allow' nor 'deny'";

    private static TimeSpan? DurationOf(string text, TimeSpan max)
    {
        (string number, double milliseconds) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 1),
            _ when text.EndsWith('s') => (text[..^1], 1_000),
            _ when text.EndsWith('m') => (text[..^1], 60_000),
            _ when text.EndsWith('h') => (text[..^1], 3_600_000),
            _ => ("", 0),
        };
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int count)) return null;

        double all = count * milliseconds;
        return all <= max.TotalMilliseconds ? TimeSpan.FromMilliseconds(all) : null;
    }
}
