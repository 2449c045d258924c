using Gateway.Api.Options;

namespace Gateway.Api.Auth;

/// <summary>The keys file of a data folder, which <c>edgectl keys</c> writes and a PoP reads: a line for each key, <c>id account secret</c>.</summary>
/// <remarks>Source: docs/running.md. It holds secrets in the clear, since verifying a signature needs them: only its owner may read it.</remarks>
internal sealed class KeysFile(string path)
{
    private const string Name = "keys";
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static KeysFile In(string dataFolder) => new(Path.Combine(dataFolder, Name));

    public KeysFileStamp Stamp() => new FileInfo(path) is { Exists: true } info ? new KeysFileStamp(info.LastWriteTimeUtc, info.Length) : default;

    /// <returns>The keys in the order of the file; none if there is no file.</returns>
    /// <exception cref="OptionsFault">It cannot be read, others may read it, or a line of it is wrong.</exception>
    public IReadOnlyList<AccessKey> Read()
    {
        string[] lines;
        try
        {
            if (!File.Exists(path)) return [];
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0) throw new OptionsFault($"{path}: others may read it, and it holds secrets; chmod 600 it");
            lines = File.ReadAllLines(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OptionsFault($"{path}: {failure.Message}");
        }

        List<AccessKey> keys = [];
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;

            // Never the line itself: it may hold a secret.
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [{ } id, { } account, { } secret, ..]) throw new OptionsFault($"{path}:{i + 1}: expected 'id account secret'");
            if (AccessKeyRules.FaultIn(id, secret, account) is { } fault) throw new OptionsFault($"{path}:{i + 1}: {fault}");
            keys.Add(new AccessKey(id, secret, account));
        }

        return keys;
    }
}
