using System.Globalization;
using System.Security.Cryptography;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Cluster;
using Gateway.LambdaCompat.Packages;

namespace Gateway.LambdaCompat.Sharing;

/// <summary>
/// Carries packages as records of the system table, in parts: they travel, are repaired and reach new PoPs as all records do. A part's id is the package's
/// hash and the part's number, so the same package is the same records wherever it was added. For one task at a time, but for <see cref="Arrived"/>.
/// </summary>
internal sealed class PackageTravel(SystemTable system, PackageStore store, MissingPackages missing, Action<Exception, string> onBug)
{
    /// <summary>Of a part: an item has at most 400 KB.</summary>
    private const int PartBytes = 256 * 1024;

    private const string Bytes = "bytes";
    private readonly Lock gate = new();
    private readonly Dictionary<string, Wanted> wanted = new(StringComparer.Ordinal);
    private readonly HashSet<string> whole = new(StringComparer.Ordinal); // all parts are there, as far as is known
    private HashSet<string> unnamed = new(StringComparer.Ordinal);

    /// <summary>Told of each who waits for a package when it has come.</summary>
    public Action<string>? OnHere { get; set; }

    /// <summary>What functions here lack.</summary>
    public MissingPackages Missing => missing;

    /// <summary>Makes sure that other PoPs can have a package that is here.</summary>
    public async Task PublishAsync(string hash)
    {
        lock (gate)
        {
            if (whole.Contains(hash)) return;
        }

        if (!store.Has(hash)) return;
        using FileStream zip = File.OpenRead(store.ZipPath(hash));
        byte[] buffer = new byte[PartBytes];
        for (int number = 0; number < PartsOf(zip.Length); number++)
        {
            if (system.Find(SystemTable.BlobKind, IdOf(hash, number)) is not null) continue;
            zip.Position = (long)number * PartBytes;
            int count = await zip.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false).ConfigureAwait(false);
            await system.PutAsync(SystemTable.BlobKind, IdOf(hash, number), Value.Map((Bytes, Value.Binary(buffer.AsSpan(0, count))))).ConfigureAwait(false);
        }

        lock (gate) whole.Add(hash);
    }

    /// <summary>Has a package put together as soon as all of it is there.</summary>
    /// <param name="hash">Which one.</param>
    /// <param name="size">Of the zip file.</param>
    /// <param name="waiter">Told of with <see cref="OnHere"/> then.</param>
    /// <returns>False if it is here already.</returns>
    public bool Want(string hash, long size, string waiter)
    {
        if (store.Has(hash))
        {
            Here(hash);
            return false;
        }

        missing.Add(hash);
        Wanted entry;
        lock (gate)
        {
            if (!wanted.TryGetValue(hash, out entry!)) wanted[hash] = entry = new Wanted(PartsOf(size));
            entry.Waiters.Add(waiter);
        }

        for (int number = 0; number < entry.Parts; number++)
        {
            if (!entry.Has(number) && system.Find(SystemTable.BlobKind, IdOf(hash, number)) is not null) entry.Add(number);
        }

        return !entry.IsWhole || !PutTogether(hash);
    }

    /// <summary>A part was added or removed. Short, for any thread.</summary>
    /// <returns>The package that can be put together now; null if none.</returns>
    public string? Arrived(string id)
    {
        (string hash, int number) = ReadId(id);
        Wanted? entry;
        bool isKnown;
        lock (gate) (entry, isKnown) = (wanted.GetValueOrDefault(hash), whole.Contains(hash));
        if (entry is null && !isKnown) return null;
        if (system.Find(SystemTable.BlobKind, id) is not null) return entry?.Add(number) == true && entry.IsWhole ? hash : null;
        entry?.Remove(number);
        lock (gate) whole.Remove(hash);
        return null;
    }

    /// <summary>Puts a package together of its parts.</summary>
    /// <returns>True if it is here now; false if something of it is missing.</returns>
    public bool PutTogether(string hash)
    {
        Wanted? entry;
        lock (gate) entry = wanted.GetValueOrDefault(hash);
        if (entry is null) return store.Has(hash);
        using MemoryStream zip = new();
        for (int number = 0; number < entry.Parts; number++)
        {
            if (system.Find(SystemTable.BlobKind, IdOf(hash, number)) is not { } part || part[Bytes] is not { Kind: ValueKind.Binary } piece)
            {
                entry.Remove(number); // removed meanwhile; it comes again
                return false;
            }

            zip.Write(piece.BinaryBytes);
        }

        ReadOnlyMemory<byte> bytes = zip.GetBuffer().AsMemory(0, (int)zip.Length);
        if (Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) != hash)
        {
            onBug(new InvalidDataException($"The parts of package {hash} do not make it."), "packages of other PoPs");
            return false;
        }

        try
        {
            store.Add(bytes).Dispose();
        }
        catch (PackageException fault)
        {
            onBug(fault, $"package {hash} of another PoP");
            return false;
        }

        Here(hash);
        return true;
    }

    /// <summary>Removes the parts of packages that no record has named twice in a row, and adds those that are missing of packages that are here.</summary>
    /// <param name="named">What records name.</param>
    public async Task SweepAsync(IReadOnlySet<string> named)
    {
        IReadOnlyList<string> ids = system.Blobs();
        HashSet<string> orphans = [.. ids.Select(id => ReadId(id).Hash).Where(hash => !named.Contains(hash))];
        foreach (string id in ids.Where(id => ReadId(id).Hash is var hash && orphans.Contains(hash) && unnamed.Contains(hash)))
        {
            await system.RemoveAsync(SystemTable.BlobKind, id).ConfigureAwait(false);
        }

        unnamed = orphans;
        lock (gate)
        {
            foreach (string hash in wanted.Keys.Where(hash => !named.Contains(hash)).ToArray())
            {
                wanted.Remove(hash);
                missing.Remove(hash);
            }
        }

        Dictionary<string, int> parts = ids.CountBy(id => ReadId(id).Hash).ToDictionary(StringComparer.Ordinal);
        foreach (string hash in named.Where(store.Has))
        {
            lock (gate)
            {
                if (parts.GetValueOrDefault(hash) == PartsOf(new FileInfo(store.ZipPath(hash)).Length)) whole.Add(hash);
                else whole.Remove(hash);
            }

            await PublishAsync(hash).ConfigureAwait(false);
        }
    }

    private static int PartsOf(long size) => (int)((size + PartBytes - 1) / PartBytes);

    private static string IdOf(string hash, int number) => string.Create(CultureInfo.InvariantCulture, $"{hash}/{number:D5}");

    private static (string Hash, int Number) ReadId(string id)
    {
        int divider = id.IndexOf('/', StringComparison.Ordinal);
        return divider > 0 && int.TryParse(id.AsSpan(divider + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? (id[..divider], number) : (id, -1);
    }

    /// <summary>A package is here: whoever waits goes on.</summary>
    private void Here(string hash)
    {
        Wanted? entry;
        missing.Remove(hash);
        lock (gate) wanted.Remove(hash, out entry);
        foreach (string waiter in entry?.Waiters ?? []) OnHere?.Invoke(waiter);
    }

    /// <summary>Which parts of a package have come.</summary>
    private sealed class Wanted(int parts)
    {
        private readonly HashSet<int> there = [];

        public int Parts => parts;

        public HashSet<string> Waiters { get; } = [];

        public bool IsWhole
        {
            get
            {
                lock (there) return there.Count == parts;
            }
        }

        public bool Has(int number)
        {
            lock (there) return there.Contains(number);
        }

        public bool Add(int number)
        {
            lock (there) return number >= 0 && number < parts && there.Add(number);
        }

        public void Remove(int number)
        {
            lock (there) there.Remove(number);
        }
    }
}
