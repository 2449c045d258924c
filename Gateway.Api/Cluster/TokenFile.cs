using System.Text.Json;
using Gateway.Api.Options;

namespace Gateway.Api.Cluster;

/// <summary>The tokens that a CPoP waits for, in a file of its folder. For many threads.</summary>
internal sealed class TokenFile
{
    private const int TokensMax = 100;
    private readonly Lock gate = new();
    private readonly string path;
    private readonly TimeProvider time;
    private List<StoredToken> tokens;

    /// <exception cref="OptionsFault">The file cannot be read.</exception>
    public TokenFile(string path, TimeProvider time)
    {
        this.path = path;
        this.time = time;
        try
        {
            tokens = File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ClusterJson.Default.ListStoredToken)! : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new OptionsFault($"{path} cannot be used: {failure.Message}");
        }
    }

    /// <summary>Those that have not expired.</summary>
    public IReadOnlyList<StoredToken> Open
    {
        get
        {
            lock (gate) return [.. tokens.Where(token => token.Expires > time.GetUtcNow())];
        }
    }

    /// <summary>Whether a token of this id is waited for.</summary>
    public bool IsOpen(string id) => Open.Any(token => token.Id == id);

    /// <summary>Waits for one more, durably.</summary>
    /// <returns>False if there are too many.</returns>
    public bool TryAdd(StoredToken token)
    {
        lock (gate)
        {
            List<StoredToken> open = [.. tokens.Where(known => known.Expires > time.GetUtcNow())];
            if (open.Count >= TokensMax) return false;
            Write([.. open, token]);
            return true;
        }
    }

    /// <summary>For whom a token is, which stays open; null if there is none.</summary>
    public string? NameOf(string hash) => Open.FirstOrDefault(token => token.Hash == hash)?.Name;

    /// <summary>Uses one up, durably: the same hash finds nothing a second time.</summary>
    public StoredToken? Take(string hash)
    {
        lock (gate)
        {
            if (tokens.Find(token => token.Hash == hash && token.Expires > time.GetUtcNow()) is not { } found) return null;
            Write([.. tokens.Where(token => token != found)]);
            return found;
        }
    }

    /// <summary>Waits no longer for tokens of a PoP.</summary>
    public void Forget(string name)
    {
        lock (gate)
        {
            if (tokens.Exists(token => token.Name == name)) Write([.. tokens.Where(token => token.Name != name)]);
        }
    }

    private void Write(List<StoredToken> next)
    {
        OwnerFiles.Write(path, JsonSerializer.SerializeToUtf8Bytes(next, ClusterJson.Default.ListStoredToken));
        tokens = next;
    }
}
