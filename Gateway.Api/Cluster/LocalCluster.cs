using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Api.Options;
using Gateway.Replication.Links.Transport;
using Gateway.Replication.Membership;

namespace Gateway.Api.Cluster;

/// <summary>The folders of the PoPs that <c>up --pops</c> runs: made with their certificates on first use, continued later.</summary>
internal static class LocalCluster
{
    private const string Central = "pop-1";
    private static readonly HostAndPort Loopback = new("127.0.0.1", 0);

    /// <summary>The data folder of one of them.</summary>
    public static string FolderOf(PopOptions options, string name) => Path.Combine(Path.GetFullPath(options.DataFolder), name);

    /// <summary>Makes what is missing, and finds a port of replication for each.</summary>
    /// <returns>In the order of their numbers.</returns>
    /// <exception cref="OptionsFault">A folder cannot be written, or holds something else.</exception>
    public static IReadOnlyList<ClusterFile> Prepare(PopOptions options, DateTimeOffset now)
    {
        string[] names = [.. Enumerable.Range(1, options.Pops).Select(number => string.Create(CultureInfo.InvariantCulture, $"pop-{number}"))];
        try
        {
            OwnerFiles.CreateFolder(Path.GetFullPath(options.DataFolder));
            if (Directory.Exists(Path.Combine(options.DataFolder, "store"))) throw new OptionsFault($"the data folder {Path.GetFullPath(options.DataFolder)} holds a single PoP; take another with --data");
            foreach (string name in names) OwnerFiles.CreateFolder(FolderOf(options, name));
            ClusterFolder?[] found = [.. names.Select(name => ClusterFolder.Find(FolderOf(options, name)))];
            using ClusterAuthority authority = AuthorityOf(found[0], FolderOf(options, Central), now, out string cluster);
            ClusterFile[] files = [.. names.Select((name, index) => AboutOf(found[index], name, index, cluster, options))];
            PopInfo[] members = [.. files.Select(about => new PopInfo { Name = about.Name, Region = about.Region, Address = about.Address, IsCentral = about.IsCentral, State = PopState.Active })];
            for (int i = 0; i < names.Length; i++) Keep(found[i], FolderOf(options, names[i]), files[i], members, authority, now);
            return files;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OptionsFault($"the data folder {Path.GetFullPath(options.DataFolder)} cannot be written: {failure.Message}");
        }
    }

    private static ClusterAuthority AuthorityOf(ClusterFolder? central, string dataFolder, DateTimeOffset now, out string cluster)
    {
        if (central is null)
        {
            cluster = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            return ClusterAuthority.Create(cluster, now);
        }

        cluster = central.ReadAbout().Cluster;
        return central.ReadAuthority() ?? throw new OptionsFault($"{dataFolder} is a member of a cluster and not its central PoP; take another folder with --data");
    }

    private static ClusterFile AboutOf(ClusterFolder? found, string name, int index, string cluster, PopOptions options)
    {
        IReadOnlyList<string> regions = options.Regions.Count > 0 ? options.Regions : WanTable.Regions;
        string region = regions[index % regions.Count];
        if (found is null) return new ClusterFile { Cluster = cluster, Name = name, Region = region, Address = FreeAddress(), IsCentral = name == Central, IsLocalCluster = true };

        ClusterFile about = found.ReadAbout();
        if (about.Cluster != cluster || !about.IsLocalCluster) throw new OptionsFault($"{FolderOf(options, name)} is a member of another cluster; take another folder with --data");
        return about with { Region = options.Regions.Count > 0 ? region : about.Region, Address = IsFree(about.Address) ? about.Address : FreeAddress() };
    }

    private static void Keep(ClusterFolder? found, string dataFolder, ClusterFile about, IReadOnlyList<PopInfo> members, ClusterAuthority authority, DateTimeOffset now)
    {
        if (found is null)
        {
            using X509Certificate2 made = authority.IssueWithKey(about.Name, epoch: 1, now), authorityCertificate = authority.PublicCertificate;
            ClusterFolder.Create(dataFolder, about, made, authorityCertificate, members, about.IsCentral ? authority : null);
            return;
        }

        found.WriteMembers(members);
        found.WriteCut([]); // each run begins with whole links
        found.WriteAbout(about);
        using PopIdentity identity = found.ReadIdentity();
        if (identity.Certificate.NotAfter.ToUniversalTime() - new CertificateTerms().RenewBefore > now.UtcDateTime) return;
        using X509Certificate2 renewed = authority.IssueWithKey(about.Name, identity.Self.Epoch, now);
        found.WriteCertificate(renewed);
    }

    private static string FreeAddress() => (Loopback with { Port = FreePorts.Find(Loopback) }).ToString();

    private static bool IsFree(string address) => HostAndPort.TryParse(address, out HostAndPort? parts) && FreePorts.IsFree(parts);
}
