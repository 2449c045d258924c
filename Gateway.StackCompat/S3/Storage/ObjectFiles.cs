using Microsoft.Win32.SafeHandles;

namespace Gateway.StackCompat.S3.Storage;

/// <summary>The files with the bytes of objects: written whole, synced, and only then given their name. A file never changes.</summary>
internal sealed class ObjectFiles
{
    private const string Ending = ".blob";
    private const string Unfinished = ".part";
    private const int NameBytes = 16;

    private readonly string folder;
    private readonly Random random;

    /// <param name="folder">Made if it is not there.</param>
    /// <param name="random">Gives the seed of a generator that only names files: others may use this one on other threads.</param>
    public ObjectFiles(string folder, Random random)
    {
        this.folder = folder;
        this.random = new Random(random.Next());
        Directory.CreateDirectory(folder);
    }

    /// <summary>So many random hexadecimal digits.</summary>
    public string NewId(int bytes = NameBytes)
    {
        byte[] id = new byte[bytes];
        lock (random) random.NextBytes(id);
        return Convert.ToHexStringLower(id);
    }

    /// <summary>Writes a file; durable, and not yet named by any record, when it ends.</summary>
    public async Task<ContentPart> WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> content, CancellationToken token)
    {
        string name = NewId();
        string path = PathOf(name);
        string unfinished = path + Unfinished;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long at = 0;
        try
        {
            using (SafeFileHandle file = File.OpenHandle(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous))
            {
                foreach (ReadOnlyMemory<byte> piece in content)
                {
                    await RandomAccess.WriteAsync(file, piece, at, token).ConfigureAwait(false);
                    at += piece.Length;
                }

                RandomAccess.FlushToDisk(file);
                File.Move(unfinished, path);
                RandomAccess.FlushToDisk(file); // once more, for the name
            }
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        return new ContentPart(name, at);
    }

    /// <summary>Opens a part for reading.</summary>
    /// <exception cref="FileNotFoundException">It is gone: its object was deleted meanwhile.</exception>
    public SafeFileHandle Open(ContentPart part) => File.OpenHandle(PathOf(part.File), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous);

    /// <summary>Removes files that no record names any more. What cannot be removed now is removed at the next start.</summary>
    public void Remove(IEnumerable<ContentPart> parts)
    {
        foreach (ContentPart part in parts)
        {
            try
            {
                File.Delete(PathOf(part.File));
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Removes what a crash has left: files that no record names.</summary>
    /// <param name="isNamed">Whether a record names a file.</param>
    /// <param name="writtenBefore">Files that are newer may belong to requests that are going on.</param>
    public int RemoveOrphans(Predicate<string> isNamed, DateTimeOffset writtenBefore)
    {
        int removed = 0;
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (File.GetLastWriteTimeUtc(path) >= writtenBefore) continue;
            if (path.EndsWith(Ending, StringComparison.Ordinal) && isNamed(Path.GetFileNameWithoutExtension(path))) continue;
            File.Delete(path);
            removed++;
        }

        return removed;
    }

    private string PathOf(string name) => Path.Combine(folder, name[..2], name + Ending);
}
