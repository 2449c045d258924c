namespace Gateway.Cli.Keys;

/// <summary>The keys file of a data folder, as docs/running.md describes it. The server reads it; only edgectl writes it.</summary>
internal sealed class KeysFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const string Header = "# Access keys of a PoP: id account secret made. Change it with 'edgectl keys'. Nobody else may read it.";
    private readonly string folder;
    private readonly string path;

    private KeysFile(string folder)
    {
        this.folder = folder;
        path = Path.Combine(folder, "keys");
    }

    public static KeysFile In(string dataFolder) => new(dataFolder);

    /// <returns>In the order of the file; none if there is no file.</returns>
    /// <exception cref="KeysFileException">It cannot be read.</exception>
    public IReadOnlyList<StoredKey> Read()
    {
        try
        {
            if (!File.Exists(path)) return [];
            return [.. File.ReadLines(path).Select((text, index) => (Text: text.Trim(), Line: index + 1)).Where(line => line.Text.Length > 0 && line.Text[0] != '#').Select(line => Parse(line.Text, line.Line))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeysFileException($"{path}: {failure.Message}");
        }
    }

    /// <summary>Replaces the file as a whole; makes it if there is none.</summary>
    /// <param name="change">From the keys that are there to those that will be.</param>
    /// <returns>The keys that are there now.</returns>
    /// <exception cref="KeysFileException">It cannot be written, or another edgectl is at it.</exception>
    public IReadOnlyList<StoredKey> Change(Func<IReadOnlyList<StoredKey>, IReadOnlyList<StoredKey>> change)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, OwnerFolder);
            using FileStream alone = new($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            IReadOnlyList<StoredKey> keys = change(Read());
            Write(keys);
            return keys;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeysFileException($"{path} cannot be changed: {failure.Message}");
        }
    }

    private void Write(IReadOnlyList<StoredKey> keys)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerFile;
        string next = $"{path}.next";
        File.Delete(next); // or it would keep the mode that it has
        using (StreamWriter text = new(next, options) { NewLine = "\n" })
        {
            text.WriteLine(Header);
            foreach (StoredKey key in keys) text.WriteLine($"{key.Id} {key.Account} {key.Secret} {key.Made}");
            text.Flush();
            RandomAccess.FlushToDisk(((FileStream)text.BaseStream).SafeFileHandle);
        }

        File.Move(next, path, overwrite: true);
    }

    private StoredKey Parse(string text, int line) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [{ } id, { } account, { } secret, .. var rest]
            ? new StoredKey(id, account, secret, rest is [{ } made, ..] ? made : "-")
            : throw new KeysFileException($"{path}:{line}: expected 'id account secret'"); // never the line itself: it may hold a secret
}
