using System.IO.Compression;
using System.Text;

namespace Gateway.LambdaCompat.Packages;

/// <summary>Unpacks zip files that nobody has vouched for.</summary>
/// <remarks>
/// Nothing is written outside of the folder: names with <c>..</c>, absolute ones and those with backslashes or zeros are refused, links are made
/// after all files, so that nothing is written through one, and must point into the folder. Sizes are counted while unpacking, not believed.
/// </remarks>
internal static class PackageUnpacker
{
    /// <summary>Source: doc gettingstarted-limits (250 MB).</summary>
    public const long UnzippedBytesMax = 262_144_000;

    private const int EntriesMax = 200_000;
    private const int NameLettersMax = 1024;
    private const int LinkBytesMax = 4096;
    private const int TypeMask = 0xF000;
    private const int LinkType = 0xA000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderMode = Readable | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Unpacks into a folder that must not exist.</summary>
    /// <returns>How large it is unpacked.</returns>
    /// <exception cref="PackageException">It was not unpacked; a part of it may be in the folder.</exception>
    public static long Unpack(Stream zip, string folder)
    {
        try
        {
            return UnpackEntries(zip, folder);
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException or ArgumentException or PathTooLongException or EndOfStreamException)
        {
            throw new PackageException(PackageFault.Malformed);
        }
    }

    private static long UnpackEntries(Stream zip, string folder)
    {
        using ZipArchive archive = new(zip, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > EntriesMax) throw new PackageException(PackageFault.TooLarge);
        if (archive.Entries.Count == 0) throw new PackageException(PackageFault.Empty);

        MakeFolder(folder);
        long left = UnzippedBytesMax;
        List<(string Path, string Name, string Target)> links = [];
        byte[] buffer = new byte[64 * 1024];
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = CheckedName(entry.FullName);
            string path = Path.Combine(folder, name);
            int mode = entry.ExternalAttributes >>> 16;
            int type = mode & TypeMask;
            if (entry.FullName.EndsWith('/') || type == FolderType)
            {
                MakeFolder(path);
                continue;
            }

            if (type is not (0 or LinkType or RegularType)) throw new PackageException(PackageFault.Malformed);
            MakeFolder(Path.GetDirectoryName(path)!);
            if (type == LinkType) links.Add((path, name, ReadLink(entry)));
            else WriteFile(entry, path, mode, ref left, buffer);
        }

        foreach ((string path, string name, string target) in links) MakeLink(path, name, target);
        return UnzippedBytesMax - left;
    }

    private static string CheckedName(string name)
    {
        if (name.Length is 0 or > NameLettersMax || name[0] == '/' || name.AsSpan().IndexOfAny('\\', '\0') >= 0) throw new PackageException(PackageFault.Malformed);
        string trimmed = name.TrimEnd('/');
        foreach (string part in trimmed.Split('/'))
        {
            if (part == "..") throw new PackageException(PackageFault.Malformed);
        }

        return string.Join('/', trimmed.Split('/').Where(part => part.Length > 0 && part != "."));
    }

    private static void WriteFile(ZipArchiveEntry entry, string path, int mode, ref long left, byte[] buffer)
    {
        if (Directory.Exists(path)) throw new PackageException(PackageFault.Malformed);
        using Stream source = entry.Open();
        using (FileStream target = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            for (int count = source.Read(buffer); count > 0; count = source.Read(buffer))
            {
                left -= count;
                if (left < 0) throw new PackageException(PackageFault.TooLarge);
                target.Write(buffer.AsSpan(0, count));
            }
        }

        UnixFileMode permissions = mode == 0 ? Readable | UnixFileMode.UserWrite : (UnixFileMode)(mode & 0x1FF) | Readable;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, permissions);
    }

    private static void MakeFolder(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, FolderMode);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new PackageException(PackageFault.Malformed);
        }
    }

    private static string ReadLink(ZipArchiveEntry entry)
    {
        using Stream source = entry.Open();
        byte[] buffer = new byte[LinkBytesMax];
        int count = source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (count is 0 or LinkBytesMax) throw new PackageException(PackageFault.Malformed);
        return Encoding.UTF8.GetString(buffer.AsSpan(0, count));
    }

    // A target may begin with "..", as often as its link lies deep, and has none further on: so it stays inside whatever other links it meets.
    private static void MakeLink(string path, string name, string target)
    {
        if (target[0] == '/' || target.AsSpan().IndexOfAny('\\', '\0') >= 0 || Path.Exists(path)) throw new PackageException(PackageFault.Malformed);
        int depth = name.Count(letter => letter == '/');
        bool hasGoneDown = false;
        foreach (string part in target.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") hasGoneDown = true;
            else if (hasGoneDown || --depth < 0) throw new PackageException(PackageFault.Malformed);
        }

        File.CreateSymbolicLink(path, target);
    }
}
