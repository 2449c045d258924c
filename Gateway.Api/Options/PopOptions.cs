using System.Net;
using Gateway.Api.Auth;
using Gateway.DynamoCompat.Scopes;
using Gateway.Replication;
using Gateway.Replication.Membership;
using Gateway.Storage;

namespace Gateway.Api.Options;

/// <summary>Everything that can be set on a PoP. The defaults are those of the command line.</summary>
public sealed record PopOptions
{
    /// <summary>The address to listen on.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 takes any free one.</summary>
    public int Port { get; init; } = 4566;

    /// <summary>The folder of the store and of the keys file; made if it is missing.</summary>
    public string DataFolder { get; init; } = "./.edge";

    /// <summary>What an acknowledged write has survived.</summary>
    public Durability Durability { get; init; }

    /// <summary>What happens to a request whose signature is missing or wrong.</summary>
    public AuthMode Auth { get; init; }

    /// <summary>The certificate for TLS with its chain, as PEM; null to speak plain HTTP.</summary>
    public string? TlsCertificateFile { get; init; }

    /// <summary>The private key of the certificate, as PEM.</summary>
    public string? TlsKeyFile { get; init; }

    /// <summary>Access keys from the configuration; those of the keys file come on top.</summary>
    public IReadOnlyList<AccessKey> Keys { get; init; } = [];

    /// <summary>Web origins that may call from a browser, as <c>https://app.example.com</c>.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Names under which clients reach this PoP, beyond those that are always taken.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Where tables and items live, for tables whose tags do not say it.</summary>
    public IReadOnlyList<ScopeRule> Scopes { get; init; } = [];

    /// <summary>About functions.</summary>
    public FunctionOptions Functions { get; init; } = new();

    /// <summary>How many PoPs <c>up --pops</c> runs on this machine; 0 for the usual one.</summary>
    public int Pops { get; init; }

    /// <summary>The regions of these PoPs, in turn.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>The links between these PoPs are as long as those between their regions.</summary>
    public bool Wan { get; init; }

    /// <summary>Another process runs this PoP together with others: it ends with it, and lets it cut its links.</summary>
    public bool IsSupervised { get; init; }

    /// <summary>What a PoP becomes a member with; null for one that is, or stays alone.</summary>
    public string? JoinToken { get; init; }

    /// <summary>Where a PoP that joins takes connections of others; null for loopback and any free port.</summary>
    public HostAndPort? Replication { get; init; }

    /// <summary>The port of the admin API on loopback; 0 takes any free one.</summary>
    public int AdminPort { get; init; }

    /// <summary>From this share of the free disk on, what the log keeps for a PoP that does not take it is too much.</summary>
    public double LogHeldShare { get; init; } = 0.5;

    /// <summary>Where the data are backed up to.</summary>
    public BackupOptions Backup { get; init; } = new();

    /// <summary>A member of which nobody has had a sign for so long is evicted, if this is the central PoP; zero for never.</summary>
    public TimeSpan EvictAfter { get; init; } = new ReplicationOptions().EvictAfter;

    /// <summary>Says how many bytes are free on the disk of the data folder; null to ask the disk.</summary>
    public Func<long>? FreeBytes { get; init; }

    /// <summary>How long the certificates are good that this PoP makes as the central one, and when it renews its own.</summary>
    public CertificateTerms Certificates { get; init; } = new();

    /// <summary>Only programs on this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Host);

    /// <summary>How long a table stays in CREATING, UPDATING or DELETING.</summary>
    public TimeSpan TableDelay { get; init; }
}
