using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Api.Auth;

/// <summary>Temporary credentials, as functions get them for their role. Nothing is kept of them: a token says all, and only this PoP can have made it. Safe for many threads.</summary>
/// <remarks>Form of a token: version 1, end in seconds since 1970 (8 bytes), account (12), access key id (20), role in UTF-8; behind it HMAC-SHA256 of all that; in base64url.</remarks>
internal sealed class SessionKeys
{
    private const byte Version = 1;
    private const int FixedBytes = 1 + sizeof(long) + AccountBytes + IdBytes;
    private const int AccountBytes = 12;
    private const int IdBytes = 20;
    private const int KnownMax = 4096;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly ConcurrentDictionary<string, (AccessKey Key, DateTimeOffset End)> known = new(StringComparer.Ordinal);
    private readonly byte[] master;
    private readonly TimeProvider time;

    /// <param name="master">32 random bytes that nobody else has.</param>
    /// <param name="time">Ends them.</param>
    public SessionKeys(byte[] master, TimeProvider time)
    {
        this.master = master;
        this.time = time;
    }

    /// <summary>The master key of a data folder, made if it is not there.</summary>
    public static byte[] MasterOf(string folder)
    {
        string file = Path.Combine(folder, "session.key");
        if (File.Exists(file) && File.ReadAllBytes(file) is { Length: 32 } found) return found;
        byte[] made = RandomNumberGenerator.GetBytes(32);
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using FileStream stream = new(file, options);
        stream.Write(made);
        stream.Flush(flushToDisk: true);
        return made;
    }

    /// <summary>Makes credentials.</summary>
    /// <param name="accountId">The account that they reach: 12 digits.</param>
    /// <param name="role">Whose they are: an ARN.</param>
    /// <param name="lasts">How long they hold.</param>
    public AccessKey Issue(string accountId, string role, TimeSpan lasts)
    {
        byte[] text = new byte[FixedBytes + Encoding.UTF8.GetByteCount(role)];
        text[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(text.AsSpan(1), (time.GetUtcNow() + lasts).ToUnixTimeSeconds());
        Encoding.ASCII.GetBytes(accountId, text.AsSpan(1 + sizeof(long)));
        string id = "ASIA" + RandomNumberGenerator.GetString(Letters, IdBytes - 4);
        Encoding.ASCII.GetBytes(id, text.AsSpan(1 + sizeof(long) + AccountBytes));
        Encoding.UTF8.GetBytes(role, text.AsSpan(FixedBytes));
        string token = Base64Url.EncodeToString([.. text, .. HMACSHA256.HashData(master, text)]);
        return new AccessKey(id, SecretOf(text), accountId) { SessionToken = token };
    }

    /// <summary>The key that a token belongs to.</summary>
    /// <returns>Null if we have not made it, if its time is over, or if it belongs to another key.</returns>
    public AccessKey? Find(ReadOnlySpan<char> accessKeyId, ReadOnlySpan<char> token)
    {
        if (!accessKeyId.StartsWith("ASIA", StringComparison.Ordinal) || token.IsEmpty) return null;
        DateTimeOffset now = time.GetUtcNow();
        if (!known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out (AccessKey Key, DateTimeOffset End) found))
        {
            if (Read(token) is not { } read) return null;
            if (known.Count >= KnownMax) known.Clear();
            found = known.GetOrAdd(token.ToString(), read);
        }

        return found.End > now && accessKeyId.SequenceEqual(found.Key.Id) ? found.Key : null;
    }

    private (AccessKey Key, DateTimeOffset End)? Read(ReadOnlySpan<char> token)
    {
        byte[] bytes = new byte[Base64Url.GetMaxDecodedLength(token.Length)];
        if (!Base64Url.TryDecodeFromChars(token, bytes, out int count) || count < FixedBytes + HMACSHA256.HashSizeInBytes) return null;
        ReadOnlySpan<byte> text = bytes.AsSpan(0, count - HMACSHA256.HashSizeInBytes);
        ReadOnlySpan<byte> mark = bytes.AsSpan(text.Length, HMACSHA256.HashSizeInBytes);
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(master, text), mark) || text[0] != Version) return null;
        string account = Encoding.ASCII.GetString(text.Slice(1 + sizeof(long), AccountBytes));
        string id = Encoding.ASCII.GetString(text.Slice(1 + sizeof(long) + AccountBytes, IdBytes));
        return (new AccessKey(id, SecretOf(text), account) { SessionToken = token.ToString() }, DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(text[1..])));
    }

    private string SecretOf(ReadOnlySpan<byte> text) => Convert.ToBase64String(HMACSHA256.HashData(master, (byte[])[.. "secret"u8, .. text]))[..40];
}
