using System.Security.Cryptography;

namespace Gateway.LambdaCompat.Packages;

/// <summary>Packages by what is in them, in a folder beside the store. Layout: docs/formats/functions.md.</summary>
internal sealed class PackageStore
{
    private const string CleanMark = "CLEAN";
    private const string ZipName = "package.zip";
    private const string CodeName = "code";

    private readonly string folder;
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> pins = new(StringComparer.Ordinal);
    private HashSet<string> unnamed = new(StringComparer.Ordinal);
    private long scratch;

    private PackageStore(string folder) => this.folder = folder;

    /// <summary>Opens the folder, and makes it if there is none.</summary>
    public static PackageStore Open(string folder)
    {
        PackageStore store = new(Path.GetFullPath(folder));
        Directory.CreateDirectory(store.folder);
        string mark = Path.Combine(store.folder, CleanMark);
        bool isClean = File.Exists(mark);
        File.Delete(mark);
        foreach (string path in Directory.EnumerateDirectories(store.folder))
        {
            if (Path.GetFileName(path).StartsWith('.')) Directory.Delete(path, recursive: true);
            else if (!isClean && Directory.Exists(Path.Combine(path, CodeName))) Directory.Delete(Path.Combine(path, CodeName), recursive: true);
        }

        return store;
    }

    /// <summary>Takes a zip file: checks it, unpacks it, and makes it durable.</summary>
    /// <exception cref="PackageException">It cannot be taken; nothing is left of it.</exception>
    public StoredPackage Add(ReadOnlyMemory<byte> zip)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(zip.Span));
        lock (gate) pins[hash] = pins.GetValueOrDefault(hash) + 1;
        try
        {
            string place = Path.Combine(folder, hash);
            if (!File.Exists(Path.Combine(place, ZipName))) Write(zip, place);
            return new StoredPackage(hash, zip.Length, SizeOf(CodeFolder(hash)), () => Unpin(hash));
        }
        catch
        {
            Unpin(hash);
            throw;
        }
    }

    /// <summary>The folder with what is in a package; unpacked again if it was lost.</summary>
    public string CodeFolder(string hash)
    {
        string code = Path.Combine(folder, hash, CodeName);
        if (Directory.Exists(code)) return code;
        string temporary = Scratch();
        using (FileStream zip = File.OpenRead(ZipPath(hash))) PackageUnpacker.Unpack(zip, temporary);
        lock (gate)
        {
            if (!Directory.Exists(code)) Directory.Move(temporary, code);
        }

        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        return code;
    }

    /// <summary>The zip file.</summary>
    public string ZipPath(string hash) => Path.Combine(folder, hash, ZipName);

    /// <summary>Whether there is such a package.</summary>
    public bool Has(string hash) => hash.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigitLower) && File.Exists(ZipPath(hash));

    /// <summary>How large the files below a folder are together.</summary>
    public static long SizeOf(string codeFolder) =>
        new DirectoryInfo(codeFolder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Sum(file => file.Length);

    /// <summary>Removes what was named neither this time nor the time before.</summary>
    /// <param name="named">Asked while nothing can be added.</param>
    public void Collect(Func<IReadOnlySet<string>> named)
    {
        lock (gate)
        {
            IReadOnlySet<string> live = named();
            HashSet<string> now = new(StringComparer.Ordinal);
            foreach (string path in Directory.EnumerateDirectories(folder))
            {
                string hash = Path.GetFileName(path);
                if (hash.StartsWith('.') || live.Contains(hash) || pins.ContainsKey(hash)) continue;
                if (unnamed.Contains(hash)) Directory.Delete(path, recursive: true);
                else now.Add(hash);
            }

            unnamed = now;
        }
    }

    /// <summary>Notes that all code was written whole. Nothing may be added any more.</summary>
    public void Close() => File.WriteAllBytes(Path.Combine(folder, CleanMark), []);

    private void Write(ReadOnlyMemory<byte> zip, string place)
    {
        string temporary = Scratch();
        try
        {
            Directory.CreateDirectory(temporary);
            using (MemoryStream bytes = new())
            {
                bytes.Write(zip.Span);
                bytes.Position = 0;
                PackageUnpacker.Unpack(bytes, Path.Combine(temporary, CodeName));
            }

            using (FileStream file = new(Path.Combine(temporary, ZipName), FileMode.CreateNew))
            {
                file.Write(zip.Span);
                file.Flush(flushToDisk: true);
            }

            lock (gate)
            {
                if (!Directory.Exists(place)) Directory.Move(temporary, place);
            }
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    private string Scratch() => Path.Combine(folder, $".{Interlocked.Increment(ref scratch)}");

    private void Unpin(string hash)
    {
        lock (gate)
        {
            if (--pins[hash] == 0) pins.Remove(hash);
        }
    }
}
