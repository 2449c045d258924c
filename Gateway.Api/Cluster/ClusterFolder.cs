using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Gateway.Api.Options;
using Gateway.Replication.Membership;

namespace Gateway.Api.Cluster;

/// <summary>The folder <c>cluster</c> in the data folder of a member: who it is, its certificate with the key, the authority's certificate, whom it knew when it joined;
/// at the CPoP the authority's key, too. All files are for their owner alone.</summary>
internal sealed class ClusterFolder
{
    private const string FolderName = "cluster";
    private readonly string folder;

    private ClusterFolder(string dataFolder) => folder = Path.Combine(dataFolder, FolderName);

    /// <summary>Where tokens are kept; at the CPoP.</summary>
    public string TokensFile => Path.Combine(folder, "tokens.json");

    private string CutFile => Path.Combine(folder, "cut");

    private string AboutFile => Path.Combine(folder, "pop.json"); // written last: without it there is nothing here

    private string CertificateFile => Path.Combine(folder, "pop.pem");

    private string AuthorityFile => Path.Combine(folder, "authority.pem");

    private string AuthorityKeyFile => Path.Combine(folder, "authority.key");

    private string MembersFile => Path.Combine(folder, "members.json");

    /// <summary>That of a data folder; null if the PoP is in no cluster.</summary>
    public static ClusterFolder? Find(string dataFolder)
    {
        ClusterFolder found = new(dataFolder);
        return File.Exists(found.AboutFile) ? found : null;
    }

    /// <summary>Makes the folder of a new member.</summary>
    /// <param name="dataFolder">Must exist.</param>
    /// <param name="about">Who it is.</param>
    /// <param name="certificate">With its key.</param>
    /// <param name="authority">The authority's certificate.</param>
    /// <param name="members">Whom it knows.</param>
    /// <param name="authorityKey">With its key, at the CPoP; else null.</param>
    public static ClusterFolder Create(string dataFolder, ClusterFile about, X509Certificate2 certificate, X509Certificate2 authority, IReadOnlyList<PopInfo> members, ClusterAuthority? authorityKey)
    {
        ClusterFolder made = new(dataFolder);
        OwnerFiles.CreateFolder(made.folder);
        if (authorityKey is not null) Write(made.AuthorityKeyFile, KeyOf(authorityKey.Certificate));
        Write(made.AuthorityFile, authority.ExportCertificatePem());
        made.WriteCertificate(certificate);
        made.WriteMembers(members);
        made.WriteAbout(about);
        return made;
    }

    /// <exception cref="OptionsFault">A file cannot be read, or is not what it should be.</exception>
    public ClusterFile ReadAbout() => Read(AboutFile, path => JsonSerializer.Deserialize(File.ReadAllBytes(path), ClusterJson.Default.ClusterFile)!);

    /// <summary>Writes who this PoP is.</summary>
    public void WriteAbout(ClusterFile about) => OwnerFiles.Write(AboutFile, JsonSerializer.SerializeToUtf8Bytes(about, ClusterJson.Default.ClusterFile));

    /// <exception cref="OptionsFault">A file cannot be read, or is not what it should be.</exception>
    public PopIdentity ReadIdentity() => Read(CertificateFile, path => new PopIdentity(X509Certificate2.CreateFromPemFile(path), X509CertificateLoader.LoadCertificateFromFile(AuthorityFile)));

    /// <summary>The authority with its key; null if this is not the CPoP.</summary>
    /// <exception cref="OptionsFault">A file cannot be read, or is not what it should be.</exception>
    public ClusterAuthority? ReadAuthority(CertificateTerms? terms = null) => File.Exists(AuthorityKeyFile) ? Read(AuthorityFile, path => new ClusterAuthority(X509Certificate2.CreateFromPemFile(path, AuthorityKeyFile)) { Terms = terms ?? new() }) : null;

    /// <exception cref="OptionsFault">A file cannot be read, or is not what it should be.</exception>
    public IReadOnlyList<PopInfo> ReadMembers() => Read(MembersFile, path => JsonSerializer.Deserialize(File.ReadAllBytes(path), ClusterJson.Default.ListPopInfo)!);

    /// <summary>Writes whom this PoP knows.</summary>
    public void WriteMembers(IReadOnlyList<PopInfo> members) => OwnerFiles.Write(MembersFile, JsonSerializer.SerializeToUtf8Bytes([.. members], ClusterJson.Default.ListPopInfo));

    /// <summary>Replaces the certificate and its key, which lie in one file so that they always belong together.</summary>
    /// <param name="certificate">With its key.</param>
    public void WriteCertificate(X509Certificate2 certificate) => Write(CertificateFile, $"{certificate.ExportCertificatePem()}\n{KeyOf(certificate)}\n");

    /// <summary>The peers whose links are cut on purpose; only where another process runs this PoP.</summary>
    public IReadOnlyList<string> ReadCut() => File.Exists(CutFile) ? File.ReadAllLines(CutFile) : [];

    /// <summary>Cuts them from the next start on.</summary>
    public void WriteCut(IReadOnlyList<string> peers) => OwnerFiles.Write(CutFile, Encoding.ASCII.GetBytes(string.Join('\n', peers)));

    private static string KeyOf(X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey() ?? throw new CryptographicException("the certificate has no key on a curve");
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static void Write(string path, string text) => OwnerFiles.Write(path, Encoding.ASCII.GetBytes(text));

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException or CryptographicException)
        {
            throw new OptionsFault($"{path} cannot be used: {failure.Message.Split('\n')[0]}");
        }
    }
}
